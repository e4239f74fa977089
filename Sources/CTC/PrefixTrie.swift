/// The label sequences that a search has looked at, as a tree: a node is a prefix, its parent the prefix one label
/// shorter. Node 0 is the empty prefix. A prefix has one node however often it is found.
struct PrefixTrie: Sendable {
    private struct Node {
        var parent: Int32
        var label: Int32
        var firstChild: Int32 = -1
        var nextSibling: Int32 = -1
    }

    private var nodes = [Node(parent: -1, label: Int32(Alphabet.blank))]

    /// The empty prefix.
    static let root = 0

    /// The number of nodes.
    var count: Int { nodes.count }

    /// The prefix one label shorter, or −1 for the empty prefix.
    func parent(of node: Int) -> Int { Int(nodes[node].parent) }

    /// The last label of a prefix; the blank for the empty one.
    func label(of node: Int) -> Int { Int(nodes[node].label) }

    /// The node of a prefix followed by a label, made if there is none.
    ///
    /// - Complexity: O(the node's children).
    mutating func child(of node: Int, label: Int) -> Int {
        let first = nodes[node].firstChild
        var child = first
        while child >= 0 {
            let candidate = nodes[Int(child)]
            if candidate.label == label { return Int(child) }
            child = candidate.nextSibling
        }
        nodes.append(Node(parent: Int32(node), label: Int32(label), nextSibling: first))
        nodes[node].firstChild = Int32(count - 1)
        return count - 1
    }

    /// The longest prefix that two prefixes begin with.
    func commonAncestor(_ first: Int, _ second: Int) -> Int {
        // A node is made after its parent.
        var (first, second) = (first, second)
        while first != second {
            if first > second { first = parent(of: first) } else { second = parent(of: second) }
        }
        return first
    }

    /// Forgets every prefix but some and those between them and a new root, which all of them begin with.
    ///
    /// - Returns: the old nodes in the order of their new numbers.
    mutating func keep(_ nodes: some Sequence<Int>, root: Int) -> [Int] {
        var kept = [root]
        var numbers = Array(repeating: -1, count: count)
        numbers[root] = Self.root
        var trie = PrefixTrie()
        for node in nodes {
            var path: [Int] = []
            var ancestor = node
            while numbers[ancestor] < 0 {
                path.append(ancestor)
                ancestor = parent(of: ancestor)
            }
            for node in path.reversed() {
                numbers[node] = trie.child(of: numbers[parent(of: node)], label: label(of: node))
                kept.append(node)
            }
        }
        self = trie
        return kept
    }

    /// The labels of a prefix.
    func labels(of node: Int) -> [Int] {
        var path: [Int] = []
        var node = node
        while node != Self.root {
            path.append(label(of: node))
            node = parent(of: node)
        }
        return path.reversed()
    }
}
