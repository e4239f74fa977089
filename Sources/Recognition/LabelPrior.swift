import CTC
import Foundation
import LanguageModel

/// How often each label stands in the text that a language model expects.
///
/// A network that is not sure falls back on what is frequent, letters as well as words. Where a language model weighs
/// words, too, that counts twice, and rare letters are not heard: so the search divides the network's probabilities by a
/// power of these (Kanda, Lu, Kawai: "Maximum a posteriori based decoding for CTC acoustic models", Interspeech 2016).
struct LabelPrior {
    /// Words of less probability are left out: the others tell.
    private static let leastProbability: Float = 1e-4

    /// By label: its share of all labels; 0 for those that spell none of the words, and for the blank.
    private let shares: [Double]

    /// Counts the labels of single words and of the spaces between them.
    ///
    /// - Complexity: O(words).
    init(_ model: LanguageModel, alphabet: Alphabet) {
        var counts = [Double](repeating: 0, count: alphabet.count)
        let leastLogProbability = log(Self.leastProbability)
        for word in model.vocabulary.anyWord.words {
            let logProbability = model.score(word, after: WordHistory()).logProbability
            guard logProbability >= leastLogProbability, let labels = try? alphabet.encode(model.vocabulary[word])
            else { continue }
            let probability = Double(exp(logProbability))
            for label in labels { counts[label] += probability }
            if let separator = alphabet.wordSeparator { counts[separator] += probability }
        }
        let sum = counts.reduce(0, +)
        shares = sum > 0 ? counts.map { $0 / sum } : counts
    }

    /// What is added to each label's log-probability, in nats: −`weight` · (ln share − its mean over the text), so that
    /// labels do not gain on the blank as a whole. 0 for labels without a share.
    func offsets(weight: Float) -> [Float] {
        let mean = shares.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
        return shares.map { $0 > 0 ? -weight * Float(log($0) - mean) : 0 }
    }
}
