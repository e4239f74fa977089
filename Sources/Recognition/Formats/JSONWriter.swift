/// ``TranscriptJSON``, a line for each passage.
struct JSONWriter: TranscriptWriter {
    let file: String
    let hasAlternatives: Bool

    func text(of passages: [Passage], before limit: Double) throws -> String {
        try passages.map { passage in
            try TranscriptJSON(file: file, passage: passage, hasAlternatives: hasAlternatives).line() + "\n"
        }.joined()
    }
}
