/// The label sequences that a search has looked at, as a tree: a node is a prefix, its parent the prefix one label
/// shorter. Node 0 is the empty prefix. A prefix has one node however often it is found.
struct PrefixTrie: Sendable {
    private var parents: [Int32] = [-1]
    private var labels: [Int32] = [Int32(Alphabet.blank)]
    private var firstChildren: [Int32] = [-1]
    private var nextSiblings: [Int32] = [-1]

    /// The empty prefix.
    static let root = 0

    /// The number of nodes.
    var count: Int { parents.count }

    /// The prefix one label shorter, or −1 for the empty prefix.
    func parent(of node: Int) -> Int { Int(parents[node]) }

    /// The last label of a prefix; the blank for the empty one.
    func label(of node: Int) -> Int { Int(labels[node]) }

    /// The node of a prefix followed by a label, made if there is none.
    ///
    /// - Complexity: O(the node's children).
    mutating func child(of node: Int, label: Int) -> Int {
        var child = firstChildren[node]
        while child >= 0 {
            if labels[Int(child)] == label { return Int(child) }
            child = nextSiblings[Int(child)]
        }
        parents.append(Int32(node))
        labels.append(Int32(label))
        firstChildren.append(-1)
        nextSiblings.append(firstChildren[node])
        firstChildren[node] = Int32(count - 1)
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
