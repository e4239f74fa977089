import Foundation

/// A transcript as one line of JSON:
/// `{"file":…,"duration":…,"text":…,"words":[{"word":…,"start":…,"end":…,"confidence":…}]}`.
public struct TranscriptJSON: Codable, Sendable, Equatable {
    public var file: String
    public var duration: Double
    public var text: String
    public var words: [Transcript.Word]

    /// Times and confidences are rounded to three digits: a step of the network lasts tens of milliseconds.
    public init(file: String, transcript: Transcript) {
        func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
        self.file = file
        duration = rounded(transcript.duration)
        text = transcript.text
        words = transcript.words.map {
            Transcript.Word(
                word: $0.word, start: rounded($0.start), end: rounded($0.end), confidence: rounded($0.confidence))
        }
    }

    /// The line, without its end.
    public func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
