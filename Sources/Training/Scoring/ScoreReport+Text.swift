import Foundation

extension ScoreReport: CustomStringConvertible {
    public var description: String { text() }

    /// Returns the report as lines for a terminal.
    ///
    /// - Parameters:
    ///   - worst: the utterances shown with their texts, at most.
    ///   - confusions: the entries shown of each kind of confusion, at most.
    public func text(worst: Int = 5, confusions: Int = 10) -> String {
        var lines = [
            Self.line("WER", words, wordInterval, unit: "words"),
            Self.line("CER", characters, characterInterval, unit: "characters"),
            "SER  \(Self.percent(sentenceErrorRate))  \(wrongUtterances) of \(scores.count) utterances with an error",
        ]
        let worstScores = self.worst(worst)
        if !worstScores.isEmpty {
            lines += ["", "Worst utterances"]
            for score in worstScores {
                lines += [
                    "  \(score.utterance.id)  \(score.words.errors) errors in \(score.words.referenceLength) words",
                    "    said   \(score.utterance.reference)",
                    "    heard  \(score.utterance.hypothesis)",
                ]
            }
        }
        lines += Self.list("Commonest substitutions", self.confusions.substitutions.prefix(confusions)) {
            "\($0.reference) → \($0.hypothesis)"
        }
        lines += Self.list("Commonest deletions", self.confusions.deletions.prefix(confusions)) { $0 }
        lines += Self.list("Commonest insertions", self.confusions.insertions.prefix(confusions)) { $0 }
        return lines.joined(separator: "\n")
    }

    private static func line(
        _ name: String, _ counts: ErrorCounts, _ interval: ClosedRange<Double>, unit: String
    ) -> String {
        // There is no share of nothing.
        let rate =
            counts.referenceLength > 0
            ? "\(percent(counts.rate))  (95 %: \(bare(interval.lowerBound))…\(bare(interval.upperBound)))" : "     –  "
        return """
            \(name)  \(rate)  \
            \(counts.errors) errors in \(counts.referenceLength) \(unit): \(counts.substitutions) substitutions, \
            \(counts.deletions) deletions, \(counts.insertions) insertions
            """
    }

    private static func list<Item>(
        _ title: String, _ counts: ArraySlice<Confusions.Count<Item>>, _ name: (Item) -> String
    ) -> [String] {
        counts.isEmpty ? [] : ["", title] + counts.map { String(format: "%5d  ", $0.count) + name($0.item) }
    }

    private static func percent(_ rate: Double) -> String { String(format: "%6.2f %%", 100 * rate) }

    private static func bare(_ rate: Double) -> String { String(format: "%.2f", 100 * rate) }
}
