import Foundation

/// What was said in a recording.
public struct Transcript: Codable, Sendable, Equatable {
    /// A word with its time and how sure it is.
    public struct Word: Codable, Sendable, Equatable {
        public var word: String
        /// Seconds from the start of the recording.
        public var start: Double
        public var end: Double
        /// Between 0 and 1.
        public var confidence: Double

        public init(word: String, start: Double, end: Double, confidence: Double) {
            self.word = word
            self.start = start
            self.end = end
            self.confidence = confidence
        }
    }

    public var text: String
    public var words: [Word]
    /// Length of the recording in seconds.
    public var duration: Double

    public init(text: String, words: [Word], duration: Double) {
        self.text = text
        self.words = words
        self.duration = duration
    }
}
