/// The most probable of the words that begin alike: what a search can count on while a word is under way (language model
/// look-ahead, Ortmanns, Ney and Eiden 1996; by unigrams, as Steinbiss et al. 1994 did first).
///
/// A segment tree over the sorted words: two numbers a word.
public struct UnigramMaxima: Sendable {
    /// Each element is the greater of the two at twice its index; the words' own are in the second half.
    private let tree: [Float]
    private let count: Int
    /// The greatest and the least ln p(word) of all words of the list.
    public let range: ClosedRange<Float>

    /// - Complexity: O(words).
    public init(_ model: LanguageModel) {
        let words = model.vocabulary.anyWord.words
        count = model.vocabulary.count
        var tree = [Float](repeating: -.infinity, count: 2 * count)
        var (least, greatest) = (Float.infinity, -Float.infinity)
        for word in words {
            let value = model.logProbability(Int(word), level: 0)
            tree[count + Int(word)] = value
            (least, greatest) = (min(least, value), max(greatest, value))
        }
        for index in stride(from: count - 1, through: 1, by: -1) {
            tree[index] = max(tree[2 * index], tree[2 * index + 1])
        }
        self.tree = tree
        range = words.isEmpty ? 0...0 : least...greatest
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
