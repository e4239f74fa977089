import Foundation

/// Everything that one run measured.
struct Report: Encodable {
    var machine: Machine
    var rows: [Row]

    /// Every timing of every round.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(self)
    }

    /// The medians, as a Markdown table.
    var table: String {
        var lines = [["pair", "cores", "us", "rival", "times as fast", "by CPU time", "goal", "besides"]]
        lines += rows.map { row in
            [
                row.title, "\(row.cores)", row.ours.text, row.rival.map { "\($0.text) \($0.name)" } ?? "",
                row.ratio.map { Self.number($0) + " ×" } ?? "",
                row.cpuRatio.map { Self.number($0) + " ×" } ?? "", row.goal.map { "≥ \(Self.number($0)) ×" } ?? "",
                row.note,
            ]
        }
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        lines.insert(widths.map { String(repeating: "-", count: $0) }, at: 1)
        return lines.map { line in
            "| " + zip(line, widths).map { $0.padding(toLength: $1) }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    /// Three digits.
    static func number(_ value: Double) -> String {
        value.formatted(.number.precision(.significantDigits(1...3)).grouping(.never).locale(Locale(identifier: "C")))
    }
}

extension String {
    fileprivate func padding(toLength length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }
}
