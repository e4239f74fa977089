import Foundation

/// How well hypotheses match their references: word and character error rate with all that helps to lower them.
///
/// Words are what white space separates; characters are Unicode scalars, spaces between words among them. Both texts
/// are compared in normal form C, and for the rest as they are: case and punctuation count. For texts in that form
/// every count equals that of jiwer 4's `process_words` and `process_characters`.
public struct ScoreReport: Sendable, Equatable, Codable {
    /// What was said, and what was recognised.
    public struct Utterance: Sendable, Equatable, Codable {
        /// Its name in the manifest.
        public var id: String
        /// The transcript.
        public var reference: String
        /// The recogniser's text.
        public var hypothesis: String

        public init(id: String, reference: String, hypothesis: String) {
            self.id = id
            self.reference = reference
            self.hypothesis = hypothesis
        }
    }

    /// The score of one utterance.
    public struct Score: Sendable, Equatable, Codable {
        public var utterance: Utterance
        public var words: ErrorCounts
        public var characters: ErrorCounts
    }

    /// Each utterance's score, in the order given.
    public let scores: [Score]
    /// The counts of all utterances together; its `rate` is the word error rate.
    public let words: ErrorCounts
    /// The same for characters; its `rate` is the character error rate.
    public let characters: ErrorCounts
    /// The 95 % confidence interval of the word error rate.
    public let wordInterval: ClosedRange<Double>
    /// The 95 % confidence interval of the character error rate.
    public let characterInterval: ClosedRange<Double>
    /// The words that were mistaken.
    public let confusions: Confusions

    /// Scores utterances. The confidence intervals come from 1000 bootstrap rounds over them, drawn from `seed`.
    ///
    /// - Complexity: O(Σ *n* · *m* + 1000 · utterances), for references of *n* and hypotheses of *m* characters.
    public init(_ utterances: [Utterance], seed: UInt64 = 1) {
        let aligned = utterances.map { utterance in
            let reference = Self.words(utterance.reference)
            let hypothesis = Self.words(utterance.hypothesis)
            return (reference, hypothesis, EditAlignment(reference: reference, hypothesis: hypothesis))
        }
        scores = zip(utterances, aligned).map { utterance, aligned in
            let characters = EditAlignment(
                reference: Self.characters(utterance.reference), hypothesis: Self.characters(utterance.hypothesis))
            return Score(utterance: utterance, words: aligned.2.counts, characters: characters.counts)
        }
        words = scores.reduce(ErrorCounts()) { $0 + $1.words }
        characters = scores.reduce(ErrorCounts()) { $0 + $1.characters }
        wordInterval = Bootstrap(seed: seed).interval(scores.map(\.words))
        characterInterval = Bootstrap(seed: seed).interval(scores.map(\.characters))
        confusions = Confusions(aligned)
    }

    /// The utterances with at least one word error.
    public var wrongUtterances: Int { scores.count { $0.words.errors > 0 } }

    /// The share of utterances with at least one word error; 0 for no utterances.
    public var sentenceErrorRate: Double { Double(wrongUtterances) / Double(max(1, scores.count)) }

    /// Returns the utterances that cost the most word errors, at most `count`; of equals the shorter reference first.
    public func worst(_ count: Int) -> [Score] {
        let wrong = scores.filter { $0.words.errors > 0 }.sorted {
            ($1.words.errors, $0.words.referenceLength, $0.utterance.id)
                < ($0.words.errors, $1.words.referenceLength, $1.utterance.id)
        }
        return Array(wrong.prefix(count))
    }

    private static func words(_ text: String) -> [String] {
        // By scalars: a combining mark after a space is a word, not a part of the space.
        text.precomposedStringWithCanonicalMapping.unicodeScalars
            .split(whereSeparator: \.properties.isWhitespace).map { String($0) }
    }

    private static func characters(_ text: String) -> [Unicode.Scalar] {
        let trimmed = text.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        return Array(trimmed.unicodeScalars)
    }
}
