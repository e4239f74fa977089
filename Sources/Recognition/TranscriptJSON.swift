import Foundation

/// A transcript as one line of JSON:
/// `{"file":…,"duration":…,"text":…,"words":[{"word":…,"start":…,"end":…,"confidence":…}]}`.
public struct TranscriptJSON: Codable, Sendable, Equatable {
    public var file: String
    public var duration: Double
    public var text: String
    public var words: [Transcript.Word]

    /// Times and confidences are rounded to three digits.
    public init(file: String, transcript: Transcript) {
        self.file = file
        duration = transcript.duration.toMilliseconds
        text = transcript.text
        words = transcript.words.map(\.rounded)
    }

    /// The line, without its end.
    public func line() throws -> String {
        try JSONLine.text(self)
    }
}
