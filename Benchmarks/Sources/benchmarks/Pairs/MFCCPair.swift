import Foundation

/// MFCC of the clips against kaldi-native-fbank.
struct MFCCPair: Pair {
    func measure(on bench: Bench) throws -> [Row] {
        let lengths = bench.clips.samples.map { "\($0.count)\n" }.joined()
        try Data(lengths.utf8).write(to: bench.folder.appendingPathComponent("clips.txt"))
        try Floats.write(bench.clips.samples.flatMap { $0 }, to: bench.folder.appendingPathComponent("clips.f32"))
        let timings = try bench.inTurns(
            [
                bench.ours(.mfcc, cores: 1),
                bench.rival(program: "kaldi_mfcc", cores: 1),
                bench.rival(script: "mfcc.py", "librosa", cores: 1),
                bench.rival(script: "mfcc.py", "python_speech_features", cores: 1),
            ], pair: "mfcc")
        let note = "\(Report.number(bench.clips.seconds / timings[0].median(\.wall))) × real time"
        return timings.dropFirst().map {
            Row(title: "MFCC", cores: 1, ours: timings[0], rival: $0, goal: 2, note: note)
        }
    }
}
