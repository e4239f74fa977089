import Foundation

/// An n-gram model in memory, with exact probabilities: what is estimated, mixed, pruned, and read from ARPA files.
/// ``LanguageModel`` is what it becomes for use.
public struct NGramTable: Sendable {
    /// The n-grams of one length.
    struct Level: Sendable {
        var words: [UInt32] = []
        var logProbabilities: [Float] = []
        var backoffs: [Float] = []
        /// Where the children of each begin on the next level, and where the last's end; empty on the highest level.
        var firstChildren: [UInt32] = []

        var count: Int { words.count }
    }

    public let vocabulary: Vocabulary
    private(set) var levels: [Level]

    /// A model of single words.
    init(_ vocabulary: Vocabulary, logProbabilities: [Float]) {
        self.vocabulary = vocabulary
        let words = Array(0..<UInt32(vocabulary.count))
        levels = [
            Level(
                words: words, logProbabilities: logProbabilities,
                backoffs: Array(repeating: 0, count: words.count))
        ]
    }

    /// Reads a model of either form: a binary one, or an ARPA file, gzipped or not.
    public init(contentsOf path: String) throws(LanguageModelError) {
        self =
            try LanguageModel.isBinary(path) ? LanguageModel(contentsOf: path).unpacked() : NGramTable(arpa: path)
    }

    /// The greatest length of an n-gram.
    public var order: Int { levels.count }

    /// The number of n-grams by length, single words first.
    public var counts: [Int] { levels.map(\.count) }

    /// Adds n-grams that are one word longer than those before; each one's history must be there already.
    ///
    /// - Parameter keys: sorted, none twice.
    /// - Returns: the first n-gram whose history is missing; the table is then of no use.
    @discardableResult
    mutating func addLevel(_ keys: [NGramKey], logProbabilities: [Float]) -> NGramKey? {
        var firstChildren: [UInt32] = []
        firstChildren.reserveCapacity(levels[order - 1].count + 1)
        var child = 0
        for parent in self.keys(level: order - 1) {
            firstChildren.append(UInt32(child))
            while child < keys.count, keys[child].history == parent { child += 1 }
        }
        firstChildren.append(UInt32(child))
        guard child == keys.count else { return keys[child] }
        levels[order - 1].firstChildren = firstChildren
        levels.append(
            Level(
                words: keys.map(\.lastWord), logProbabilities: logProbabilities,
                backoffs: Array(repeating: 0, count: keys.count)))
        return nil
    }

    /// Sets the probability of a node.
    mutating func setLogProbability(_ value: Float, of node: Int, level: Int) {
        levels[level].logProbabilities[node] = value
    }

    /// Sets the weight of shorter histories behind a node.
    mutating func setBackoff(_ value: Float, of node: Int, level: Int) { levels[level].backoffs[node] = value }

    /// All n-grams of a level, sorted.
    func keys(level: Int) -> [NGramKey] {
        var keys = levels[0].words.map { NGramKey($0) }
        for level in 0..<level {
            var next: [NGramKey] = []
            next.reserveCapacity(levels[level + 1].count)
            for (node, key) in keys.enumerated() {
                for child in children(of: node, level: level) {
                    next.append(key.appending(levels[level + 1].words[child]))
                }
            }
            keys = next
        }
        return keys
    }

    /// The table without the n-grams that are not kept; none of them may have a child that is.
    func filtered(_ isKept: [[Bool]]) -> NGramTable {
        var result = NGramTable(vocabulary, logProbabilities: levels[0].logProbabilities)
        for level in 1..<order {
            let kept = keys(level: level).enumerated().filter { isKept[level][$0.offset] }
            if kept.isEmpty { break }
            result.addLevel(
                kept.map(\.element), logProbabilities: kept.map { levels[level].logProbabilities[$0.offset] })
        }
        return result
    }
}

extension NGramTable: NGramStore {
    func count(level: Int) -> Int { levels[level].count }

    @inline(__always)
    func word(_ node: Int, level: Int) -> UInt32 { levels[level].words[node] }

    @inline(__always)
    func logProbability(_ node: Int, level: Int) -> Float { levels[level].logProbabilities[node] }

    @inline(__always)
    func backoff(_ node: Int, level: Int) -> Float { levels[level].backoffs[node] }

    @inline(__always)
    func children(of node: Int, level: Int) -> Range<Int> {
        Int(levels[level].firstChildren[node])..<Int(levels[level].firstChildren[node + 1])
    }
}

// MARK: - Weights of shorter histories

extension NGramTable {
    /// Computes every weight of shorter histories anew, so that the probabilities after each history add up to 1.
    mutating func normalize() {
        for level in 0..<order - 1 {
            let keys = keys(level: level)
            for node in keys.indices where !children(of: node, level: level).isEmpty {
                let masses = masses(of: node, key: keys[node], level: level)
                setBackoff(Float(masses.weight), of: node, level: level)
            }
        }
    }

    /// What is left after a history for words that do not follow it.
    struct Masses {
        /// 1 − Σ p(w | history) over its n-grams.
        var own: Double
        /// 1 − Σ p(w | shorter history) over the same words.
        var shorter: Double
        /// ln of their ratio.
        var weight: Double { Masses.logarithm(own) - Masses.logarithm(shorter) }

        /// The least mass: what rounding may leave of none.
        private static let least = 1e-7
        static func logarithm(_ mass: Double) -> Double { log(max(mass, least)) }
    }

    /// - Parameter key: the node's words.
    func masses(of node: Int, key: NGramKey, level: Int) -> Masses {
        let shorter = history(of: key.suffix(level), count: level)
        var masses = Masses(own: 1, shorter: 1)
        for child in children(of: node, level: level) {
            masses.own -= exp(Double(logProbability(child, level: level + 1)))
            masses.shorter -= exp(Double(logProbability(of: word(child, level: level + 1), after: shorter)))
        }
        return masses
    }
}
