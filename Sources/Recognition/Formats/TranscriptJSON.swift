/// A recording's transcript, or a channel's, as one line of JSON:
/// `{"file":…,"duration":…,"text":…,"words":[{"word":…,"start":…,"end":…,"confidence":…}]}`, with `"channel":…` where
/// channels are kept apart and `"alternatives":[…]` where several readings were asked for.
public struct TranscriptJSON: Codable, Sendable, Equatable {
    public var file: String
    public var channel: Int?
    public var duration: Double
    public var text: String
    public var words: [Transcript.Word]
    /// The readings, the best first; nil if no more than one was asked for.
    public var alternatives: [AlternativeJSON]?

    /// Times and confidences are rounded to three digits.
    ///
    /// - Parameter hasAlternatives: whether the readings are listed.
    public init(file: String, passage: Passage, hasAlternatives: Bool = false) {
        self.file = file
        channel = passage.channel
        duration = passage.transcript.duration.toMilliseconds
        text = passage.transcript.text
        words = passage.transcript.words.map(\.rounded)
        alternatives = hasAlternatives ? passage.readings.map(AlternativeJSON.init) : nil
    }

    /// The line, without its end.
    public func line() throws -> String {
        try JSONLine.text(self)
    }
}

/// A reading: `{"text":…,"words":[…],"log_probability":…}`.
public struct AlternativeJSON: Codable, Sendable, Equatable {
    public var text: String
    public var words: [Transcript.Word]
    public var logProbability: Double

    enum CodingKeys: String, CodingKey {
        case text, words
        case logProbability = "log_probability"
    }

    /// Times, confidences and the score are rounded to three digits.
    public init(_ transcript: Transcript) {
        text = transcript.text
        words = transcript.words.map(\.rounded)
        logProbability = transcript.logProbability.toMilliseconds
    }
}
