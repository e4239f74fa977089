import Foundation

// Entropy pruning. Stolcke: "Entropy-based pruning of backoff language models", 1998.
extension NGramTable {
    /// The model without the n-grams whose absence raises its perplexity, on text of its own kind, relatively by less
    /// than a threshold each.
    public func pruned(threshold: Double) -> NGramTable {
        pruned(costs: pruningCosts(), threshold: threshold)
    }

    /// The model pruned until its binary form is at most so large, by the least valuable n-grams.
    ///
    /// - Throws: ``LanguageModelError/tooSmall(bytes:least:)`` where its single words alone, which all stay, are larger.
    public func pruned(maximumBytes: Int) throws(LanguageModelError) -> NGramTable {
        guard LanguageModel.size(of: self) > maximumBytes else { return self }
        let costs = pruningCosts()
        // Every n-gram's cost and size, the dearest first: what fits, stays.
        let ranked = (1..<order).flatMap { level in costs[level].map { (cost: $0, level: level) } }
            .sorted { $0.cost > $1.cost }
        let singleWords = counts.prefix(1) + counts.dropFirst().map { _ in 0 }
        // Each part may be padded.
        let least = LanguageModel.size(counts: Array(singleWords), vocabulary: vocabulary) + 32 * order
        var left = maximumBytes - least
        guard left >= 0 else { throw .tooSmall(bytes: maximumBytes, least: least) }
        var threshold = Double.infinity
        for (index, entry) in ranked.enumerated() {
            left -= LanguageModel.entrySize(level: entry.level, isHighest: entry.level == order - 1)
            guard left >= 0 else { break }
            // Those that cost the same stay or go together.
            if index + 1 == ranked.count || ranked[index + 1].cost < entry.cost { threshold = entry.cost }
        }
        return pruned(costs: costs, threshold: threshold)
    }

    private func pruned(costs: [[Double]], threshold: Double) -> NGramTable {
        var table = filtered(costs.map { $0.map { $0 >= threshold } })
        table.normalize()
        return table
    }

    /// By level and node: how much perplexity rises, relatively, if the n-gram and all that begin with it are dropped;
    /// at least as much as that of each of these.
    private func pruningCosts() -> [[Double]] {
        var costs = levels.map { [Double](repeating: .infinity, count: $0.count) }
        var marginals = wordMarginals()
        for level in 0..<order - 1 {
            let keys = keys(level: level)
            var next = [Double](repeating: 0, count: count(level: level + 1))
            for node in keys.indices where !children(of: node, level: level).isEmpty {
                let shorter = history(of: keys[node].suffix(level), count: level)
                let masses = masses(of: node, key: keys[node], level: level)
                let weight = masses.weight
                for child in children(of: node, level: level) {
                    let own = max(Double(logProbability(child, level: level + 1)), -100)
                    let backedOff = Double(logProbability(of: word(child, level: level + 1), after: shorter))
                    let without = Masses(own: masses.own + exp(own), shorter: masses.shorter + exp(backedOff)).weight
                    let change =
                        exp(own) * (backedOff + without - own) + max(masses.own, 0) * (without - weight)
                    costs[level + 1][child] = expm1(-marginals[node] * change)
                    next[child] = marginals[node] * exp(own)
                }
            }
            marginals = next
        }
        for level in stride(from: order - 2, through: 1, by: -1) {
            for node in 0..<count(level: level) {
                for child in children(of: node, level: level) {
                    costs[level][node] = max(costs[level][node], costs[level + 1][child])
                }
            }
        }
        return costs
    }

    /// How often each word is a history in text of the model's kind.
    ///
    /// Kneser and Ney's probabilities of single words are not that, but those that words have after unseen histories. It
    /// is found as what the bigrams leave unchanged, a sentence's end being followed by a start.
    private func wordMarginals() -> [Double] {
        let single = levels[0].logProbabilities.map { exp(Double($0)) }
        var marginals = single
        guard order > 1 else { return marginals }
        for _ in 0..<20 {
            marginals[Int(Vocabulary.start)] = marginals[Int(Vocabulary.end)]
            marginals[Int(Vocabulary.end)] = 0
            var next = [Double](repeating: 0, count: marginals.count)
            var shared = 0.0
            for node in marginals.indices {
                let weight = marginals[node] * exp(Double(backoff(node, level: 0)))
                shared += weight
                for child in children(of: node, level: 0) {
                    let word = Int(word(child, level: 1))
                    next[word] += marginals[node] * exp(Double(logProbability(child, level: 1))) - weight * single[word]
                }
            }
            for word in next.indices { next[word] = max(0, next[word] + shared * single[word]) }
            marginals = next
        }
        marginals[Int(Vocabulary.start)] = marginals[Int(Vocabulary.end)]
        return marginals
    }
}
