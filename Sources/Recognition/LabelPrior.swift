import CTC
import Foundation
import LanguageModel

/// How often each label, and each label behind another, stands in the text that a language model expects.
///
/// A network that is not sure falls back on what is frequent, letters as well as words, and on letters that often follow
/// those that it has heard. Where a language model weighs words, too, that counts twice, and rare letters are not heard:
/// so the search divides the network's probabilities by a power of these (Kanda, Lu, Kawai: "Maximum a posteriori based
/// decoding for CTC acoustic models", Interspeech 2016).
struct LabelPrior {
    /// Words of less probability are left out: the others tell.
    private static let leastProbability: Float = 1e-4
    /// The share of a pair's probability that is its second label's alone, whatever stands before: rare words have pairs
    /// that these words lack.
    private static let backoff: Float = 0.02

    /// The words, spelt, with a word separator behind each where there is one, and their probabilities.
    private let words: [(spelling: [Int], probability: Double)]
    private let separator: Int?
    /// By label: its share of all labels; 0 for those that spell none of the words, and for the blank.
    private let shares: [Double]

    /// Counts the labels of single words and of the spaces between them; none in an alphabet of pieces that begin with a
    /// space, which single words do not spell.
    ///
    /// - Complexity: O(words).
    init(_ model: LanguageModel, alphabet: Alphabet) {
        let hasPieces = alphabet.labels.contains { $0.hasPrefix(" ") && $0 != " " }
        let leastLogProbability = log(Self.leastProbability)
        let end = alphabet.wordSeparator.map { [$0] } ?? []
        words = (hasPieces ? 0..<0 : model.vocabulary.anyWord.words).compactMap { word in
            let logProbability = model.score(word, after: WordHistory()).logProbability
            guard logProbability >= leastLogProbability, let spelling = try? alphabet.encode(model.vocabulary[word])
            else { return nil }
            return (spelling + end, Double(exp(logProbability)))
        }
        separator = alphabet.wordSeparator
        var counts = [Double](repeating: 0, count: alphabet.count)
        for word in words { for label in word.spelling { counts[label] += word.probability } }
        let sum = counts.reduce(0, +)
        shares = sum > 0 ? counts.map { $0 / sum } : counts
    }

    /// What is added to each label's log-probability, in nats: −`weight` · (ln share − its mean over the text), so that
    /// labels do not gain on the blank as a whole. 0 for labels without a share; empty without a weight.
    func offsets(weight: Float) -> [Float] {
        guard weight != 0 else { return [] }
        let mean = shares.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
        return shares.map { $0 > 0 ? -weight * Float(log($0) - mean) : 0 }
    }

    /// What is added where a label follows another, in nats, K×K by the label before and the label: −`weight` · (ln p −
    /// its mean over the text), p being the label's probability behind the other; the word separator is before the first
    /// label of a word. 0 where either has no share; empty without a weight, or without a separator: which words meet is not
    /// counted.
    ///
    /// - Complexity: O(K²) in time and memory.
    func pairOffsets(weight: Float) -> [Float] {
        guard weight != 0, let separator else { return [] }
        let labels = shares.count
        var offsets = [Float](repeating: 0, count: labels * labels)
        for word in words {
            for (before, label) in zip([separator] + word.spelling, word.spelling) {
                offsets[before * labels + label] += Float(word.probability)
            }
        }
        var (mean, total): (Float, Float) = (0, 0)
        for before in 0..<labels {
            let row = before * labels..<(before + 1) * labels
            let sum = offsets[row].reduce(0, +)
            guard sum > 0 else { continue }
            for (index, share) in zip(row, shares) where share > 0 {
                let count = offsets[index]
                offsets[index] = log((1 - Self.backoff) * count / sum + Self.backoff * Float(share))
                mean += count * offsets[index]
                total += count
            }
        }
        if total > 0 { mean /= total }
        return offsets.map { $0 < 0 ? -weight * ($0 - mean) : 0 }
    }
}
