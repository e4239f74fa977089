import Foundation

extension LanguageModel {
    /// A recurrent model that speaks beside an n-gram model: where it knows a word, the word's probability is an average of
    /// both, and elsewhere the n-gram model's alone.
    public struct Companion: Sendable {
        /// The recurrent model itself.
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

        /// ln((1 − share)·p + share·q) of an n-gram model's ln p and the score, about ln q, of this one. A score that is no
        /// number, of weights that are none, counts for nothing.
        public static func mixed(_ logProbability: Float, _ score: Float, share: Float) -> Float {
            guard score.isFinite else { return logProbability }
            // Scores are log-probabilities but for a little; 1e-30 is no probability of a word, and has a logarithm.
            return log(max(1e-30, (1 - share) * exp(logProbability) + share * exp(min(0, score))))
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
        bytes.withUnsafeBytes { left in
            other.bytes.withUnsafeBytes { right in
                var (own, its) = (Self.specials.count, Self.specials.count)
                while own < count, its < other.count {
                    let (start, length) = (Int(offsets[own]), Int(offsets[own + 1] - offsets[own]))
                    let (itsStart, itsLength) = (Int(other.offsets[its]), Int(other.offsets[its + 1] - other.offsets[its]))
                    var order = Int32(0)
                    if let left = left.baseAddress, let right = right.baseAddress {
                        order = memcmp(left + start, right + itsStart, min(length, itsLength))
                    }
                    if order == 0 { order = Int32(length - itsLength) }
                    if order == 0 { numbers[own] = UInt32(its) }
                    if order <= 0 { own += 1 }
                    if order >= 0 { its += 1 }
                }
            }
        }
        return numbers
    }
}
