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
    /// Length of what was heard in seconds.
    public var duration: Double
    /// Where in the recording it starts, in seconds; the words' times are the recording's.
    public var start: Double
    /// ln of the probability that the decoder found for this reading.
    public var logProbability: Double

    public init(text: String, words: [Word], duration: Double, start: Double = 0, logProbability: Double = 0) {
        self.text = text
        self.words = words
        self.duration = duration
        self.start = start
        self.logProbability = logProbability
    }

    /// This reading without its last word, which may be half of one, and behind it the words that a reading of more
    /// audio has there.
    func continued(by longer: Transcript) -> Transcript {
        var result = longer
        let kept = words.dropLast()
        let end = kept.last?.end ?? start
        result.words = Array(kept)
        for var word in longer.words where (word.start + word.end) / 2 > end {
            word.start = max(word.start, end)
            result.words.append(word)
        }
        result.text = result.words.text
        return result
    }
}
