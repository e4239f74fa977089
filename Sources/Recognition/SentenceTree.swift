import LanguageModel
import Recurrent
import Synchronization

/// The beginnings of sentences that one search goes through, as a recurrent language model remembers them: a tree of words.
///
/// What is behind a word is computed when a word is first to follow it, and kept for the latest beginnings; for those before
/// them it is computed again. Of beginnings that many others have come after nothing is known any more, so that a search's
/// memory does not grow with the recording.
package final class SentenceTree: Sendable {
    /// The beginnings that are known.
    package static let capacity = 1 << 14
    /// Those of them for which the network's state is kept.
    package static let kept = 1 << 10
    /// Numbers of beginnings are below.
    static let limit: Int32 = 1 << 24

    private struct Node: Sendable {
        var number: Int32 = -1
        var parent: Int32 = -1
        var word: Int32 = 0
        /// Where its state may be.
        var place = 0
    }

    private struct Branch: Hashable, Sendable {
        let parent: Int32
        let word: Int32
    }

    private struct Tree: Sendable {
        var nodes = [Node](repeating: Node(), count: SentenceTree.capacity)
        var numbers: [Branch: Int32] = [:]
        var next: Int32 = 1
        var streams: [(number: Int32, stream: WordStream)] = []
        var oldest = 0
    }

    private let root: WordStream
    private let tree = Mutex(Tree())

    package init(_ model: RecurrentLanguageModel) { root = model.start }

    /// The number of a beginning that is one word longer than another; that of no words is 0.
    package func beginning(_ parent: Int32, followedBy word: Int) -> Int32 {
        tree.withLock { tree in
            let branch = Branch(parent: parent, word: Int32(word))
            if let number = tree.numbers[branch] { return number }
            let number = tree.next
            tree.next = number + 1 < Self.limit ? number + 1 : 1
            let slot = Int(number) % Self.capacity
            let old = tree.nodes[slot]
            if old.number >= 0 { tree.numbers[Branch(parent: old.parent, word: old.word)] = nil }
            tree.nodes[slot] = Node(number: number, parent: parent, word: branch.word)
            tree.numbers[branch] = number
            return number
        }
    }

    /// The score, about ln p, of a word behind a beginning; nil where nothing is known of that any more.
    package func score(of word: Int, after beginning: Int32) -> Float? {
        tree.withLock { tree in stream(of: beginning, in: &tree)?.score(of: word) }
    }

    private func stream(of number: Int32, in tree: inout Tree) -> WordStream? {
        // Up to a beginning whose state is kept, and down again.
        var path: [Int] = []
        var stream = root
        var ancestor = number
        while ancestor != 0 {
            let slot = Int(ancestor) % Self.capacity
            let node = tree.nodes[slot]
            guard node.number == ancestor else { return nil }
            if tree.streams.indices.contains(node.place), tree.streams[node.place].number == ancestor {
                stream = tree.streams[node.place].stream
                break
            }
            path.append(slot)
            ancestor = node.parent
        }
        for slot in path.reversed() {
            stream.advance(by: Int(tree.nodes[slot].word))
            if tree.streams.count < Self.kept {
                tree.nodes[slot].place = tree.streams.count
                tree.streams.append((tree.nodes[slot].number, stream))
            } else {
                tree.nodes[slot].place = tree.oldest
                tree.streams[tree.oldest] = (tree.nodes[slot].number, stream)
                tree.oldest = (tree.oldest + 1) % Self.kept
            }
        }
        return stream
    }
}
