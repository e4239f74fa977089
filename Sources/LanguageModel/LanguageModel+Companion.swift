import Foundation

extension LanguageModel {
    /// A recurrent model that speaks beside an n-gram model: where it knows a word, the word's probability is an average of
    /// both, and elsewhere the n-gram model's alone.
    public struct Companion: Sendable {
        public let model: RecurrentLanguageModel
        /// For each word of the n-gram model its number here; unknown where it has none.
        private let numbers: [UInt32]

        init(_ model: RecurrentLanguageModel, beside vocabulary: Vocabulary) {
            self.model = model
            numbers = vocabulary.numbers(in: model.vocabulary)
        }

        /// The number here of a word of the n-gram model; nil where this model does not know it.
        public func number(of word: UInt32) -> Int? {
            numbers[Int(word)] == Vocabulary.unknown ? nil : Int(numbers[Int(word)])
        }

        /// The number here of a word that goes before others, be it known or not.
        public func history(of word: UInt32) -> Int { Int(numbers[Int(word)]) }

        /// ln((1 − share)·p + share·q) of an n-gram model's ln p and the score, about ln q, of this one.
        public static func mixed(_ logProbability: Float, _ score: Float, share: Float) -> Float {
            // Scores are log-probabilities but for a little.
            log((1 - share) * exp(logProbability) + share * exp(min(0, score)))
        }
    }

    /// This model with another companion, or none.
    public func accompanied(by model: RecurrentLanguageModel?) -> LanguageModel {
        var result = self
        result.companion = model.map { Companion($0, beside: vocabulary) }
        return result
    }
}

extension Vocabulary {
    /// For each word its number in another vocabulary; ``unknown`` where that has none. O(words of both).
    func numbers(in other: Vocabulary) -> [UInt32] {
        var numbers = [UInt32](repeating: Self.unknown, count: count)
        for word in Self.specials.indices { numbers[word] = UInt32(word) }
        var (own, its) = (Self.specials.count, Self.specials.count)
        while own < count, its < other.count {
            let (left, right) = (spelling(of: UInt32(own)), other.spelling(of: UInt32(its)))
            if left.elementsEqual(right) {
                numbers[own] = UInt32(its)
                (own, its) = (own + 1, its + 1)
            } else if left.lexicographicallyPrecedes(right) {
                own += 1
            } else {
                its += 1
            }
        }
        return numbers
    }
}
