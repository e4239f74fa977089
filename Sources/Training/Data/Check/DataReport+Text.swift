import Foundation

extension DataReport: CustomStringConvertible {
    public var description: String { text() }

    /// Returns the report as lines for a terminal.
    ///
    /// - Parameter examples: the places shown of each finding, at most.
    public func text(examples: Int = 3) -> String {
        var blocks = findings.map { Self.text($0, examples: examples) }
        if let normalized {
            blocks.append(
                """
                note: \(Self.count(normalized.count, "text")) changed to fit the alphabet, such as
                    \(normalized.before)
                  → \(normalized.after)
                """)
        }
        blocks.append(
            (Self.lines(of: train, named: "train") + Self.lines(of: dev, named: "dev")).joined(separator: "\n"))
        let kinds = [(findings(.error).count, "error"), (findings(.warning).count, "warning")].filter { $0.0 > 0 }
        blocks.append(
            kinds.isEmpty
                ? "no faults found"
                : kinds.map { "\(Self.count($0, "kind")) of \($1)" }.joined(separator: ", "))
        return blocks.joined(separator: "\n\n")
    }

    private static func text(_ finding: DataFinding, examples: Int) -> String {
        let things = count(finding.count, finding.kind == .manifest ? "place" : "clip")
        var lines = ["\(finding.severity.rawValue): \(things) \(finding.kind.summary)"]
        if let characters = finding.characters {
            let sorted = characters.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let shown = sorted.prefix(12).map { "\(name($0.key)) \($0.value) ×" }
            let rest = sorted.count > shown.count ? ", and \(sorted.count - shown.count) more" : ""
            lines.append("    " + shown.joined(separator: ", ") + rest)
        }
        lines += finding.examples.prefix(examples).map { example in
            let id = example.id.map { " (\($0))" } ?? ""
            return "    \(example.place)\(id): \(example.note)"
        }
        if finding.count > examples { lines.append("    … and \(finding.count - examples) more") }
        lines.append("  → \(finding.kind.advice)")
        return lines.joined(separator: "\n")
    }

    /// "train: 455 clips, 1.09 h, 12 speakers, 4021 words".
    private static func lines(of totals: Totals, named name: String) -> [String] {
        guard totals.clips > 0 else { return [] }
        let clips =
            totals.usable == totals.clips
            ? count(totals.clips, "clip") : "\(totals.usable) of \(count(totals.clips, "clip")) usable"
        let speakers = totals.speakers > 0 ? ", \(count(totals.speakers, "speaker"))" : ""
        let time = String(
            format: totals.hours < 1 ? "%.1f min" : "%.2f h", totals.hours < 1 ? totals.seconds / 60 : totals.hours)
        return ["\(name): \(clips), \(time)\(speakers), \(count(totals.words, "word"))"]
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    private static func name(_ character: String) -> String {
        let codes = character.unicodeScalars.map { String(format: "U+%04X", $0.value) }.joined(separator: " ")
        return "'\(character)' (\(codes))"
    }
}
