/// N-grams as a tree: a node on level *k* is *k* + 1 words, its parent their history. The children of a node are sorted
/// by their last words. On level 0 a node is the number of its word.
protocol NGramStore {
    /// The levels.
    var order: Int { get }
    /// The nodes on a level.
    func count(level: Int) -> Int
    /// The last word of a node.
    func word(_ node: Int, level: Int) -> UInt32
    /// ln p(last word | the words before).
    func logProbability(_ node: Int, level: Int) -> Float
    /// ln of the weight of shorter histories for words that do not follow this one; below the highest level.
    func backoff(_ node: Int, level: Int) -> Float
    /// The nodes of the next level that go on from this one; below the highest level.
    func children(of node: Int, level: Int) -> Range<Int>
}

/// What a model remembers of the words so far: of those in a row that it has n-grams of, the node on each level, or −1.
public struct WordHistory: Sendable, Hashable {
    public var nodes = SIMD4<Int32>(repeating: -1)

    public init(nodes: SIMD4<Int32> = SIMD4(repeating: -1)) { self.nodes = nodes }

    /// No words at all, not even a sentence's beginning.
    static let none = WordHistory()
}

extension NGramStore {
    /// The child of a node by a word.
    @inline(__always)
    func child(of node: Int, level: Int, by word: UInt32) -> Int? {
        let range = children(of: node, level: level)
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if self.word(middle, level: level + 1) < word { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && self.word(low, level: level + 1) == word ? low : nil
    }

    /// ln p(word | history): of the longest n-gram there is, with the weights of the longer histories.
    @inline(__always)
    func logProbability(of word: UInt32, after history: WordHistory) -> Float {
        var weight: Float = 0
        for level in stride(from: order - 2, through: 0, by: -1) where history.nodes[level] >= 0 {
            let node = Int(history.nodes[level])
            if let child = child(of: node, level: level, by: word) {
                return weight + logProbability(child, level: level + 1)
            }
            weight += backoff(node, level: level)
        }
        return weight + logProbability(Int(word), level: 0)
    }

    /// The history with one more word.
    @inline(__always)
    func history(_ history: WordHistory, followedBy word: UInt32) -> WordHistory {
        var next = WordHistory.none
        guard order > 1 else { return next }
        next.nodes[0] = Int32(word)
        for level in 0..<max(0, order - 2) where history.nodes[level] >= 0 {
            if let child = child(of: Int(history.nodes[level]), level: level, by: word) {
                next.nodes[level + 1] = Int32(child)
            }
        }
        return next
    }

    /// The history of the words of a key.
    func history(of key: NGramKey, count: Int) -> WordHistory {
        key.words(count).reduce(.none) { history($0, followedBy: $1) }
    }
}
