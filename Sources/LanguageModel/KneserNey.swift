import Foundation

/// Estimates n-gram models with interpolated, modified Kneser–Ney smoothing.
///
/// Chen, Goodman: "An empirical study of smoothing techniques for language modeling", 1998, section 3. The highest order
/// is estimated from how often an n-gram occurs, the lower ones from how many different words it occurs after; n-grams
/// at a sentence's start, which nothing stands before, from how often they occur there.
public struct KneserNey: Sendable {
    /// The greatest length of an n-gram, 1 to 5.
    public var order = 3
    /// By length: n-grams counted less often are left out, unless longer ones that stay begin with them. Missing ones
    /// are 1. Their probability goes to shorter histories.
    public var minimumCounts: [Int] = []

    public init(order: Int = 3, minimumCounts: [Int] = []) {
        precondition((1...NGramKey.maximumOrder).contains(order), "the order must lie between 1 and 5")
        self.order = order
        self.minimumCounts = minimumCounts
    }

    /// Estimates a model of a corpus's sentences. Words outside the vocabulary count as ``Vocabulary/unknown``.
    ///
    /// - Complexity: O(n · log n) for a text of n words; at its peak some 60 bytes a word.
    public func estimate(_ corpus: consuming TextCorpus, vocabulary: Vocabulary) throws(LanguageModelError)
        -> NGramTable
    {
        guard corpus.sentences > 0 else { throw .noSentences }
        let counts = Self.adjustedCounts(corpus.encoded(with: vocabulary), order: order)
        let isKept = kept(counts)
        var table = Self.singleWords(counts[0], vocabulary)
        for level in 1..<order {
            Self.addLevel(counts[level], isKept: isKept[level], to: &table)
            if isKept[level].allSatisfy({ !$0 }) { break }
        }
        return table
    }

    /// By length: the n-grams with how often they occur (the longest) or how many words they occur after.
    private static func adjustedCounts(_ corpus: EncodedCorpus, order: Int) -> [CountedNGrams] {
        var counts = [CountedNGrams(corpus.nGrams(order))]
        for length in stride(from: order - 1, through: 1, by: -1) {
            var occurrences = counts[0].keys.map { $0.suffix(length) }
            // No n-gram ends in one that begins a sentence, so these two never mix.
            if length > 1 { occurrences += corpus.beginnings(length) }
            counts.insert(CountedNGrams(occurrences), at: 0)
        }
        return counts
    }

    /// By length: which n-grams stay.
    private func kept(_ counts: [CountedNGrams]) -> [[Bool]] {
        var isKept: [[Bool]] = []
        var needed: [NGramKey] = []  // The histories of those kept of the next greater length, sorted.
        for level in stride(from: order - 1, through: 0, by: -1) {
            let minimum = level < minimumCounts.count ? minimumCounts[level] : 1
            var next = 0
            isKept.insert(
                counts[level].keys.indices.map { index in
                    while next < needed.count, needed[next] < counts[level].keys[index] { next += 1 }
                    let isNeeded = next < needed.count && needed[next] == counts[level].keys[index]
                    return isNeeded || Int(counts[level].counts[index]) >= minimum
                }, at: 0)
            needed = counts[level].keys.indices.filter { isKept[0][$0] }.map { counts[level].keys[$0].history }
        }
        return isKept
    }

    /// The model of single words: what discounting leaves is spread evenly over all words but the sentence's start.
    private static func singleWords(_ counts: CountedNGrams, _ vocabulary: Vocabulary) -> NGramTable {
        let discounts = Discounts(counts.counts)
        let total = counts.counts.reduce(0.0) { $0 + Double($1) }
        let left = counts.counts.reduce(0.0) { $0 + discounts[$1] } / total
        let share = left / Double(vocabulary.count - 1)
        var probabilities = [Double](repeating: share, count: vocabulary.count)
        for (key, count) in zip(counts.keys, counts.counts) {
            probabilities[Int(key.lastWord)] += (Double(count) - discounts[count]) / total
        }
        probabilities[Int(Vocabulary.start)] = 0
        return NGramTable(vocabulary, logProbabilities: probabilities.map { Float(log($0)) })
    }

    /// Adds the n-grams of the next length, and the weights of their histories.
    private static func addLevel(_ counts: CountedNGrams, isKept: [Bool], to table: inout NGramTable) {
        let discounts = Discounts(counts.counts)
        let level = table.order
        let parents = table.keys(level: level - 1)
        var parent = 0
        var (keys, logProbabilities): ([NGramKey], [Float]) = ([], [])
        var start = 0
        while start < counts.count {
            let history = counts.keys[start].history
            let (end, total) = counts.group(from: start)
            let group = start..<end
            start = end
            while parent < parents.count, parents[parent] < history { parent += 1 }
            guard parent < parents.count, parents[parent] == history else { continue }  // It was left out.

            let shorter = table.history(of: history.suffix(level - 1), count: level - 1)
            let left = group.reduce(0.0) { sum, index in
                let count = counts.counts[index]
                return sum + (isKept[index] ? discounts[count] : Double(count))
            }
            let weight = max(left / total, 1e-9)
            for index in group where isKept[index] {
                let word = counts.keys[index].lastWord
                let own = (Double(counts.counts[index]) - discounts[counts.counts[index]]) / total
                let rest = weight * exp(Double(table.logProbability(of: word, after: shorter)))
                keys.append(counts.keys[index])
                logProbabilities.append(Float(log(own + rest)))
            }
            table.setBackoff(Float(log(weight)), of: parent, level: level - 1)
        }
        if !keys.isEmpty { table.addLevel(keys, logProbabilities: logProbabilities) }
    }
}

/// What is taken off counts of 1, 2, and 3 or more (Chen and Goodman, section 3.2: D₁, D₂, D₃₊).
private struct Discounts {
    private var values = [0, 0.5, 1, 1.5]

    init(_ counts: [UInt32]) {
        var numbers = [Double](repeating: 0, count: 5)
        for count in counts where count < 5 { numbers[Int(count)] += 1 }
        let y = numbers[1] / (numbers[1] + 2 * numbers[2])
        let estimated = [0] + (1...3).map { Double($0) - Double($0 + 1) * y * numbers[$0 + 1] / numbers[$0] }
        // Too small a text has no count of one kind: then the values above do.
        if zip(estimated, 0...).allSatisfy({ $0.isFinite && $0 >= 0 && $0 <= Double($1) }), estimated[1] > 0 {
            values = estimated
        }
    }

    subscript(count: UInt32) -> Double { values[Int(min(count, 3))] }
}
