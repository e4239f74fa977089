import Foundation

/// `asr transcribe` against other recognisers: the same WAV files, whole processes, start and loading included.
struct TranscriptionPair: Pair {
    /// What the runs of a recogniser on so many cores gave.
    private struct Measured {
        let recognizer: RecognizerCommand
        var runs: [MeasuredRun] = []
        /// Runs with the one clip that is nearest to 5 s.
        var starts: [MeasuredRun] = []
        /// Of the speech that the runs heard.
        let seconds: Double

        func timing(_ name: String, scaledTo seconds: Double) -> Timing {
            let factor = seconds / self.seconds
            return Timing(
                name: name, rounds: runs.map { Spent(wall: $0.spent.wall * factor, cpu: $0.spent.cpu * factor) })
        }

        func note(_ clips: Clips) -> String {
            let peak = Double((runs + starts).map(\.peakBytes).max() ?? 0) / 1e6
            let first = Timing(name: "", rounds: starts.map { Spent(wall: $0.firstOutput, cpu: $0.spent.cpu) })
            let wall = Timing(name: "", rounds: runs.map(\.spent)).median(\.wall)
            let errors = RecognizerCommand.wordErrorRate(runs[0].output, of: clips)
            return """
                \(Report.number(seconds / wall)) × real time, peak \(Report.number(peak)) MB, first text after \
                \(Report.number(first.median(\.wall))) s (CPU \(Report.number(first.median(\.cpu))) s), model \
                \(Report.number(recognizer.size)) MB, WER \(Report.number(errors)) %
                """
        }
    }

    func measure(on bench: Bench) throws -> [Row] {
        let files = try bench.clips.writeWAV(to: bench.folder.appendingPathComponent("clips"))
        let rivalPart = bench.clips.prefix(seconds: bench.rivalSeconds)
        let target = 5 * Clips.sampleRate
        let short = bench.clips.samples.indices.min {
            abs(bench.clips.samples[$0].count - target) < abs(bench.clips.samples[$1].count - target)
        }
        let start = files[short ?? 0]
        var rows: [Row] = []
        for cores in [1, 2] {
            let model = URL(fileURLWithPath: bench.model)
            let ours = try [
                RecognizerCommand("beam", asr: bench.asr, model: model),
                RecognizerCommand("one warp", asr: bench.asr, model: model, options: ["--warps", "1"]),
                RecognizerCommand("greedy", asr: bench.asr, model: model, options: ["--greedy"]),
            ].map { Measured(recognizer: $0, seconds: bench.clips.seconds) }
            let rivals = try bench.recognizers.map {
                Measured(
                    recognizer: try RecognizerCommand(
                        $0, python: bench.recognizersPython, scripts: bench.scripts, threads: cores),
                    seconds: rivalPart.seconds)
            }
            var all = ours + rivals
            for _ in 0..<bench.rounds {
                for index in all.indices {
                    let count = index < ours.count ? files.count : rivalPart.count
                    all[index].runs.append(
                        try MeasuredRun(all[index].recognizer.command + files[..<count], cores: cores))
                    all[index].starts.append(try MeasuredRun(all[index].recognizer.command + [start], cores: cores))
                }
            }
            let spoken = Timing(
                name: "spoken", rounds: [Spent(wall: bench.clips.seconds, cpu: bench.clips.seconds)])
            for (index, measured) in all.enumerated() {
                let timing = measured.timing(
                    index < ours.count ? "us" : measured.recognizer.name, scaledTo: bench.clips.seconds)
                let note = measured.note(bench.clips)
                if index < ours.count {
                    rows.append(
                        Row(
                            title: "transcription, \(measured.recognizer.name)", cores: cores, ours: timing,
                            rival: spoken, goal: cores == 1 && index == 0 ? 150 : nil, note: note))
                } else {
                    rows.append(
                        Row(
                            title: "transcription, beam", cores: cores,
                            ours: all[0].timing("us", scaledTo: bench.clips.seconds), rival: timing,
                            goal: Self.goal(measured.recognizer.name), note: "rival: " + note))
                }
            }
        }
        return rows
    }

    private static func goal(_ rival: String) -> Double? {
        if rival.hasPrefix("Whisper tiny.en") { return 20 }
        return rival.hasPrefix("PocketSphinx") ? 50 : nil
    }
}
