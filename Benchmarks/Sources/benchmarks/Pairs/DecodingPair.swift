import Foundation

/// Prefix beam search with a language model against pyctcdecode and flashlight-text with KenLM: the same
/// log-probabilities, the same ARPA, the same weights and limits.
struct DecodingPair: Pair {
    func measure(on bench: Bench) throws -> [Row] {
        let seconds = try DecodingInputs.write(bench)
        let sides = try [
            bench.ours(.decoding, cores: 1),
            bench.rival(script: "decoding.py", cores: 1),
            bench.rival(script: "flashlight_text.py", cores: 1),
        ]
        let timings = try bench.inTurns(sides, pair: "decoding")
        let inputs = try DecodingInputs(folder: bench.folder)
        let scores = try ["ours.txt", "rival.txt", "flashlight_text.txt"].map { name in
            let text = try String(contentsOf: bench.folder.appendingPathComponent(name), encoding: .utf8)
            return try inputs.score(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
                / seconds
        }
        let factor = Report.number(seconds / timings[0].median(\.wall))
        return zip(timings, scores).dropFirst().map { timing, score in
            Row(
                title: "decoding with LM", cores: 1, ours: timings[0], rival: timing, goal: 1,
                note: "\(factor) × real time; score a second: us \(Self.fixed(scores[0])), rival \(Self.fixed(score))")
        }
    }

    private static func fixed(_ value: Double) -> String { String(format: "%.4f", value) }
}
