/// A table of words after RFC 4180: file, channel, start and end in seconds, word, confidence.
struct CSVWriter: TranscriptWriter {
    private let file: String
    private var rows = TimeOrdered<String>()

    init(file: String) {
        self.file = file
    }

    var header: String { Self.row(["file", "channel", "start", "end", "word", "confidence"]) }

    mutating func text(of passages: [Passage], before limit: Double) -> String {
        for passage in passages {
            for word in passage.transcript.words {
                let fields = [
                    file, passage.channel.map(String.init) ?? "", word.start.threeDigits, word.end.threeDigits,
                    word.word, word.confidence.threeDigits,
                ]
                rows.add(Self.row(fields), at: word.start.milliseconds)
            }
        }
        return rows.take(before: limit).joined()
    }

    /// Fields with a comma, a quote or a line's end in them stand in quotes; lines end in CR LF.
    private static func row(_ fields: [String]) -> String {
        fields.map { field in
            guard field.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return field }
            return "\"\(field.replacing("\"", with: "\"\""))\""
        }.joined(separator: ",") + "\r\n"
    }
}
