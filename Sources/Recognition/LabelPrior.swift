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
    private static let backoff = 0.02

    /// K.
    private let labels: Int
    /// How often a label follows another, by both, K×K; the word separator comes before the first of a word and behind
    /// the last. 0 for the blank, and for labels that spell none of the words.
    private let pairs: [Double]

    /// Counts the labels of single words and of the spaces between them.
    ///
    /// - Complexity: O(words).
    init(_ model: LanguageModel, alphabet: Alphabet) {
        labels = alphabet.count
        var pairs = [Double](repeating: 0, count: labels * labels)
        let leastLogProbability = log(Self.leastProbability)
        let end = alphabet.wordSeparator.map { [$0] } ?? []
        for word in model.vocabulary.anyWord.words {
            let logProbability = model.score(word, after: WordHistory()).logProbability
            guard logProbability >= leastLogProbability,
                let spelling = try? alphabet.encode(model.vocabulary[word]) + end
            else { continue }
            let probability = Double(exp(logProbability))
            for (before, label) in zip([alphabet.wordSeparator ?? Alphabet.blank] + spelling, spelling) {
                pairs[before * labels + label] += probability
            }
        }
        self.pairs = pairs
    }

    /// By label: its share of all labels; 0 for those that spell none of the words, and for the blank.
    private var shares: [Double] {
        var shares = [Double](repeating: 0, count: labels)
        for (index, count) in pairs.enumerated() { shares[index % labels] += count }
        let sum = shares.reduce(0, +)
        return sum > 0 ? shares.map { $0 / sum } : shares
    }

    /// What is added to each label's log-probability, in nats: −`weight` · (ln share − its mean over the text), so that
    /// labels do not gain on the blank as a whole. 0 for labels without a share; empty without a weight.
    func offsets(weight: Float) -> [Float] {
        guard weight != 0 else { return [] }
        let shares = shares
        let mean = shares.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
        return shares.map { $0 > 0 ? -weight * Float(log($0) - mean) : 0 }
    }

    /// What is added where a label follows another, in nats, K×K by the label before and the label: −`weight` · (ln p −
    /// its mean over the text), p being the label's probability behind the other. 0 where either has no share; empty without a weight.
    func pairOffsets(weight: Float) -> [Float] {
        guard weight != 0 else { return [] }
        let shares = shares
        var logarithms = [Double](repeating: 0, count: pairs.count)
        var (mean, total) = (0.0, 0.0)
        for before in 0..<labels {
            let row = before * labels..<(before + 1) * labels
            let sum = pairs[row].reduce(0, +)
            guard sum > 0 else { continue }
            for (index, share) in zip(row, shares) where share > 0 {
                logarithms[index] = log((1 - Self.backoff) * pairs[index] / sum + Self.backoff * share)
                mean += pairs[index] * logarithms[index]
                total += pairs[index]
            }
        }
        if total > 0 { mean /= total }
        return logarithms.map { $0 < 0 ? -weight * Float($0 - mean) : 0 }
    }
}
