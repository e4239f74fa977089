import CTC
import Foundation

/// A known text with the times at which it is spoken in a recording.
public struct AlignedText: Sendable, Equatable {
    /// A stretch of the recording and what is spoken in it.
    public struct Piece: Sendable, Equatable {
        public var text: String
        /// Seconds from the start of the recording.
        public var start: Double
        public var end: Double
        /// The geometric mean of the probabilities that the network gives its characters where they are most probable,
        /// 0…1; low where something else is spoken.
        public var score: Double

        public init(text: String, start: Double, end: Double, score: Double = 1) {
            (self.text, self.start, self.end, self.score) = (text, start, end, score)
        }
    }

    /// A word and its characters.
    public struct Word: Sendable, Equatable {
        public var piece: Piece
        /// The model's labels that spell it: characters, or pieces of several.
        public var characters: [Piece]

        public init(_ piece: Piece, characters: [Piece]) {
            (self.piece, self.characters) = (piece, characters)
        }
    }

    /// The words in their order; their times neither overlap nor leave the recording.
    public var words: [Word]
    /// The recording's length in seconds.
    public var duration: Double

    public init(words: [Word], duration: Double) {
        (self.words, self.duration) = (words, duration)
    }

    /// - Parameter step: seconds that a frame of the alignment lasts.
    init(_ alignment: ForcedAlignment, alphabet: Alphabet, step: Double, duration: Double) {
        func piece(_ labels: some Collection<ForcedAlignment.Label>) -> Piece? {
            guard let first = labels.first, let last = labels.reversed().first else { return nil }
            let mean = labels.reduce(0) { $0 + Double($1.peak) } / Double(labels.count)
            return Piece(
                text: alphabet.decode(labels.map(\.label)),
                start: min(Double(first.frames.lowerBound) * step, duration),
                end: min(Double(last.frames.upperBound) * step, duration), score: min(1, exp(mean)))
        }
        var words: [[ForcedAlignment.Label]] = []
        for label in alignment.labels {
            if words.isEmpty || alphabet.labels[label.label].hasPrefix(" ") { words.append([]) }
            if label.label != alphabet.wordSeparator { words[words.count - 1].append(label) }
        }
        self.words = words.compactMap { labels in
            piece(labels).map { Word($0, characters: labels.compactMap { piece(CollectionOfOne($0)) }) }
        }
        self.duration = duration
    }
}
