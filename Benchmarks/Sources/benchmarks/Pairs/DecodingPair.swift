import Foundation

/// Prefix beam search with a language model against pyctcdecode with KenLM: the same log-probabilities, the same ARPA,
/// the same weights and limits.
struct DecodingPair: Pair {
    func measure(on bench: Bench) throws -> [Row] {
        let seconds = try DecodingInputs.write(bench)
        let timings = try bench.inTurns(
            [bench.ours(.decoding, cores: 1), bench.rival(script: "decoding.py", cores: 1)], pair: "decoding")
        let inputs = try DecodingInputs(folder: bench.folder)
        let scores = try ["ours.txt", "rival.txt"].map { name in
            let text = try String(contentsOf: bench.folder.appendingPathComponent(name), encoding: .utf8)
            return try inputs.score(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
                / seconds
        }
        let factor = seconds / timings[0].median(\.wall)
        return [
            Row(
                title: "decoding with LM", cores: 1, ours: timings[0], rival: timings[1], goal: 10,
                note: """
                    \(Report.number(factor)) × real time; score a second: us \(Self.fixed(scores[0])), \
                    rival \(Self.fixed(scores[1]))
                    """)
        ]
    }

    private static func fixed(_ value: Double) -> String { String(format: "%.4f", value) }
}
