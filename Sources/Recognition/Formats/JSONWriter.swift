/// ``TranscriptJSON``, a line for each passage.
struct JSONWriter: TranscriptWriter {
    let file: String

    func text(of passages: [Passage], before limit: Double) throws -> String {
        try passages.map { try TranscriptJSON(file: file, passage: $0).line() + "\n" }.joined()
    }
}
