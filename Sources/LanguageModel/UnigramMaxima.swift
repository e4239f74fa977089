/// The most probable of the words that begin alike: what a search can count on while a word is under way (Ortmanns, Ney,
/// Eiden: "Language-model look-ahead for large vocabulary speech recognition", 1996; here by unigrams).
///
/// A segment tree over the sorted words: two numbers a word.
public struct UnigramMaxima: Sendable {
    /// Each element is the greater of the two at twice its index; the words' own are in the second half.
    private let tree: [Float]
    private let count: Int
    /// The greatest and the least ln p(word) of all words of the list.
    public let range: ClosedRange<Float>

    /// - Parameters:
    ///   - words: the words of the list.
    ///   - logProbability: ln p of each.
    /// - Complexity: O(words).
    init(words: Range<UInt32>, logProbability: (UInt32) -> Float) {
        count = Int(words.upperBound)
        var tree = [Float](repeating: -.infinity, count: 2 * count)
        for word in words { tree[count + Int(word)] = logProbability(word) }
        for index in stride(from: count - 1, through: 1, by: -1) {
            tree[index] = max(tree[2 * index], tree[2 * index + 1])
        }
        let leaves = tree[(count + Int(words.lowerBound))...]
        range = (leaves.min() ?? 0)...(leaves.max() ?? 0)
        self.tree = tree
    }

    /// The greatest ln p(word) of some words, which must not be none.
    ///
    /// - Complexity: O(log words).
    public func greatest(of words: Range<UInt32>) -> Float {
        precondition(!words.isEmpty, "the greatest of no words")
        var (low, high) = (count + Int(words.lowerBound), count + Int(words.upperBound))
        var greatest = -Float.infinity
        while low < high {
            if low & 1 == 1 {
                greatest = max(greatest, tree[low])
                low += 1
            }
            if high & 1 == 1 {
                high -= 1
                greatest = max(greatest, tree[high])
            }
            low /= 2
            high /= 2
        }
        return greatest
    }
}
