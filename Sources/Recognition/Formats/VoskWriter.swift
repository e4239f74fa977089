/// What Vosk prints: `{"partial":…}`; `{"result":[{"conf":…,"end":…,"start":…,"word":…}],"text":…}`; and where several
/// readings were asked for `{"alternatives":[{"confidence":…,"result":[…],"text":…}]}`. Where channels are kept apart each line has a
/// `"channel":…` beside it, which Vosk's does not know.
struct VoskWriter: TranscriptWriter {
    let hasAlternatives: Bool

    func partial(_ transcript: Transcript, channel: Int?) throws -> String {
        try JSONLine.text(Partial(partial: transcript.text, channel: channel)) + "\n"
    }

    func text(of passages: [Passage], before limit: Double) throws -> String {
        try passages.map { passage in
            let line =
                if hasAlternatives {
                    try JSONLine.text(
                        Alternatives(
                            alternatives: passage.readings.map {
                                Result($0, confidence: $0.logProbability.toMilliseconds)
                            },
                            channel: passage.channel))
                } else {
                    try JSONLine.text(Result(passage.transcript, channel: passage.channel))
                }
            return line + "\n"
        }.joined()
    }

    private struct Partial: Encodable {
        let partial: String
        let channel: Int?
    }

    private struct Alternatives: Encodable {
        let alternatives: [Result]
        let channel: Int?
    }

    private struct Result: Encodable {
        let result: [Word]
        let text: String
        let confidence: Double?
        let channel: Int?

        init(_ transcript: Transcript, confidence: Double? = nil, channel: Int? = nil) {
            result = transcript.words.map(Word.init)
            text = transcript.text
            self.confidence = confidence
            self.channel = channel
        }
    }

    private struct Word: Encodable {
        let conf: Double
        let end: Double
        let start: Double
        let word: String

        init(_ word: Transcript.Word) {
            let rounded = word.rounded
            (conf, end, start, self.word) = (rounded.confidence, rounded.end, rounded.start, rounded.word)
        }
    }
}
