/// A recording's transcript, or a channel's, as one line of JSON:
/// `{"file":…,"duration":…,"text":…,"words":[{"word":…,"start":…,"end":…,"confidence":…}]}`, with `"channel":…` where
/// channels are kept apart and `"alternatives":[…]` where there are several readings.
public struct TranscriptJSON: Codable, Sendable, Equatable {
    public var file: String
    public var channel: Int?
    public var duration: Double
    public var text: String
    public var words: [Transcript.Word]
    /// All readings, the best first; nil if there is but one.
    public var alternatives: [AlternativeJSON]?

    /// Times and confidences are rounded to three digits.
    public init(file: String, passage: Passage) {
        self.file = file
        channel = passage.channel
        duration = passage.transcript.duration.toMilliseconds
        text = passage.transcript.text
        words = passage.transcript.words.map(\.rounded)
        alternatives = AlternativeJSON.list(passage.readings)
    }

    /// The line, without its end.
    public func line() throws -> String {
        try JSONLine.text(self)
    }
}

/// One of several readings: `{"text":…,"words":[…],"log_probability":…}`.
public struct AlternativeJSON: Codable, Sendable, Equatable {
    public var text: String
    public var words: [Transcript.Word]
    public var logProbability: Double

    enum CodingKeys: String, CodingKey {
        case text, words
        case logProbability = "log_probability"
    }

    /// The readings, if there are several.
    static func list(_ readings: [Transcript]) -> [Self]? {
        guard readings.count > 1 else { return nil }
        return readings.map {
            Self(text: $0.text, words: $0.words.map(\.rounded), logProbability: $0.logProbability.toMilliseconds)
        }
    }
}
