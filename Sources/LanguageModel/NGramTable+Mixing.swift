import Foundation

// Linear interpolation. Jelinek, Mercer: "Interpolated estimation of Markov source parameters from sparse data", 1980.
extension NGramTable {
    /// The weights with which models together predict a text best, by expectation maximisation.
    public static func weights(
        of tables: [NGramTable], heldOut: TextCorpus
    ) throws(LanguageModelError) -> [Double] {
        guard heldOut.sentences > 0 else { throw .noSentences }
        let vocabulary = try union(of: tables)
        let views = tables.map { View($0, of: vocabulary) }
        let words = heldOut.encoded(with: vocabulary).words
        // By word and model: its probability. A word that no model knows says nothing of them.
        var probabilities: [[Double]] = []
        var histories = tables.map { _ in WordHistory.none }
        for word in words {
            if word == Vocabulary.start {
                histories = views.map { $0.history(.none, followedBy: word) }
                continue
            }
            if word != Vocabulary.unknown {
                probabilities.append(zip(views, histories).map { $0.probability(of: word, after: $1) })
            }
            for model in tables.indices { histories[model] = views[model].history(histories[model], followedBy: word) }
        }
        var weights = [Double](repeating: 1 / Double(tables.count), count: tables.count)
        for _ in 0..<50 {
            var sums = [Double](repeating: 0, count: tables.count)
            for word in probabilities {
                let parts = zip(weights, word).map { $0 * $1 }
                let total = parts.reduce(0, +)
                if total > 0 { for model in sums.indices { sums[model] += parts[model] / total } }
            }
            weights = sums.map { $0 / sums.reduce(0, +) }
        }
        return weights
    }

    /// The model whose probabilities are the weighted means of the models' own, for every n-gram that one of them has.
    /// A word that a model does not know has the probability 0 in it.
    ///
    /// - Parameter weights: one a model; together 1.
    public static func mixed(_ tables: [NGramTable], weights: [Double]) throws(LanguageModelError) -> NGramTable {
        precondition(!tables.isEmpty && tables.count == weights.count, "each model needs a weight")
        let vocabulary = try union(of: tables)
        let views = tables.map { View($0, of: vocabulary) }
        func logProbability(of word: UInt32, after histories: [WordHistory]) -> Float {
            var sum = 0.0
            for model in tables.indices {
                sum += weights[model] * views[model].probability(of: word, after: histories[model])
            }
            return Float(log(sum))
        }

        let none = tables.map { _ in WordHistory.none }
        var mixed = NGramTable(
            vocabulary,
            logProbabilities: (0..<UInt32(vocabulary.count)).map { logProbability(of: $0, after: none) })
        for level in 1..<(tables.map(\.order).max() ?? 1) {
            var keys: [NGramKey] = []
            for view in views where view.table.order > level {
                keys = merge(keys, view.table.keys(level: level).map { view.renumbered($0, count: level + 1) })
            }
            var logProbabilities: [Float] = []
            logProbabilities.reserveCapacity(keys.count)
            var histories = none
            for (index, key) in keys.enumerated() {
                if index == 0 || keys[index - 1].history != key.history {
                    histories = views.map { view in
                        key.history.words(level).reduce(.none) { view.history($0, followedBy: $1) }
                    }
                }
                logProbabilities.append(logProbability(of: key.lastWord, after: histories))
            }
            let orphan = mixed.addLevel(keys, logProbabilities: logProbabilities)
            precondition(orphan == nil, "a model has every n-gram without its last word")
        }
        mixed.normalize()
        return mixed
    }

    private static func union(of tables: [NGramTable]) throws(LanguageModelError) -> Vocabulary {
        try Vocabulary(tables.flatMap { table in (0..<UInt32(table.vocabulary.count)).map { table.vocabulary[$0] } })
    }

    /// Joins two sorted lists, each without repeats, to one.
    private static func merge(_ first: [NGramKey], _ second: [NGramKey]) -> [NGramKey] {
        var merged: [NGramKey] = []
        merged.reserveCapacity(first.count + second.count)
        var (i, j) = (0, 0)
        while i < first.count || j < second.count {
            let isFirst = j == second.count || (i < first.count && first[i] <= second[j])
            let key = isFirst ? first[i] : second[j]
            if isFirst { i += 1 } else { j += 1 }
            if merged.last != key { merged.append(key) }
        }
        return merged
    }

    /// A model seen with the numbers of a larger vocabulary. Both number words in the same order, so that n-grams stay
    /// sorted.
    private struct View {
        let table: NGramTable
        /// The model's number of each word of the larger vocabulary; nil where it has none.
        private let own: [UInt32?]
        private let shared: [UInt32]

        init(_ table: NGramTable, of vocabulary: Vocabulary) {
            self.table = table
            own = (0..<UInt32(vocabulary.count)).map { word in
                let number = table.vocabulary[vocabulary[word]]
                return number == Vocabulary.unknown && word != Vocabulary.unknown ? nil : number
            }
            shared = (0..<UInt32(table.vocabulary.count)).map { vocabulary[table.vocabulary[$0]] }
        }

        func renumbered(_ key: NGramKey, count: Int) -> NGramKey {
            key.words(count).reduce(0) { $0.appending(shared[Int($1)]) }
        }

        func probability(of word: UInt32, after history: WordHistory) -> Double {
            own[Int(word)].map { exp(Double(table.logProbability(of: $0, after: history))) } ?? 0
        }

        func history(_ history: WordHistory, followedBy word: UInt32) -> WordHistory {
            table.history(history, followedBy: own[Int(word)] ?? Vocabulary.unknown)
        }
    }
}
