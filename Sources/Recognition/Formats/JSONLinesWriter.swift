/// A line for each event of a stream:
/// `{"type":"partial"|"final","text":…,"start":…,"end":…,"words":[{"word":…,"start":…,"end":…,"confidence":…}]}`, with
/// `"channel":…` where channels are kept apart, and in a final event `"alternatives":[…]` (``AlternativeJSON``)
/// where several readings were asked for.
struct JSONLinesWriter: TranscriptWriter {
    let hasAlternatives: Bool

    func partial(_ transcript: Transcript, channel: Int?) throws -> String {
        try Line(type: "partial", Passage([transcript], channel: channel), hasAlternatives: false).line()
    }

    func text(of passages: [Passage], before limit: Double) throws -> String {
        try passages.map { try Line(type: "final", $0, hasAlternatives: hasAlternatives).line() }.joined()
    }

    private struct Line: Encodable {
        let type: String
        let channel: Int?
        let text: String
        let start: Double
        let end: Double
        let words: [Transcript.Word]
        let alternatives: [AlternativeJSON]?

        init(type: String, _ passage: Passage, hasAlternatives: Bool) {
            self.type = type
            channel = passage.channel
            text = passage.transcript.text
            start = passage.transcript.start.toMilliseconds
            end = (passage.transcript.start + passage.transcript.duration).toMilliseconds
            words = passage.transcript.words.map(\.rounded)
            alternatives = hasAlternatives ? passage.readings.map(AlternativeJSON.init) : nil
        }

        func line() throws -> String { try JSONLine.text(self) + "\n" }
    }
}
