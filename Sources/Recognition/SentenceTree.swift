import LanguageModel
import Recurrent

/// The beginnings of sentences that one search goes through, as a recurrent language model remembers them: a tree of words.
///
/// What the network says behind a beginning is computed when a word is first to follow it. What the search has left behind is
/// forgotten, so that memory does not grow with the recording.
package struct SentenceTree: Sendable {
    /// Numbers of beginnings are below.
    package static let limit: Int32 = 1 << 24
    /// Words after which the network begins anew, with the last of them alone: it has learnt from no longer sentences, and
    /// recordings go on without an end of one.
    package static let longest = 64

    private struct Node: Sendable {
        var parent: Int32
        var word: Int
        /// Words since the network began.
        var length: Int
        var stream: WordStream?
    }

    private struct Branch: Hashable, Sendable {
        let parent: Int32
        let word: Int
    }

    private let model: RecurrentLanguageModel
    private var nodes: [Int32: Node]
    private var numbers: [Branch: Int32] = [:]
    private var next: Int32

    /// - Parameter next: the number of the first beginning, above 0.
    package init(_ model: RecurrentLanguageModel, next: Int32 = 1) {
        self.model = model
        self.next = next
        nodes = [0: Node(parent: 0, word: 0, length: 0, stream: model.start)]
    }

    /// How many beginnings are known.
    package var count: Int { nodes.count }

    /// The number of a beginning that is one word longer than another; that of no words is 0.
    package mutating func beginning(_ parent: Int32, followedBy word: Int) -> Int32 {
        let branch = Branch(parent: parent, word: word)
        if let number = numbers[branch] { return number }
        // Numbers come round again, long after what they stood for.
        while nodes[next] != nil { next = next % (Self.limit - 1) + 1 }
        let length = (nodes[parent]?.length ?? 0) % Self.longest + 1
        nodes[next] = Node(parent: parent, word: word, length: length)
        numbers[branch] = next
        return next
    }

    /// The score, about ln p, of a word behind a beginning.
    package mutating func score(of word: Int, after beginning: Int32) -> Float {
        stream(of: beginning).score(of: word)
    }

    /// Forgets all but some beginnings and those that these cannot be computed without.
    package mutating func keep(_ living: some Sequence<Int32>) {
        var kept: [Int32: Node] = [:]
        for var number in living {
            while kept[number] == nil, let node = nodes[number] {
                kept[number] = node
                if node.stream != nil { break }
                number = node.parent
            }
        }
        kept[0] = nodes[0]
        nodes = kept
        numbers = numbers.filter { kept[$0.value] != nil && kept[$0.key.parent] != nil }
    }

    private mutating func stream(of number: Int32) -> WordStream {
        // Up to a beginning that has been computed, or where the network begins anew, and down again.
        var path: [Int32] = []
        var computed: WordStream?
        var ancestor = number
        while let node = nodes[ancestor] {
            computed = node.stream
            if computed != nil { break }
            path.append(ancestor)
            if node.length == Self.longest { break }
            ancestor = node.parent
        }
        var stream = computed ?? model.middle
        for number in path.reversed() {
            stream.advance(by: nodes[number]?.word ?? 0)
            nodes[number]?.stream = stream
        }
        return stream
    }
}
