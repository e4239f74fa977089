/// Which words were taken for which, and how often; the commonest first, equals in the order of the alphabet.
public struct Confusions: Sendable, Equatable, Codable {
    /// A word of the reference and what the hypothesis has in its place.
    public struct Pair: Sendable, Hashable, Codable {
        public var reference: String
        public var hypothesis: String

        public init(reference: String, hypothesis: String) {
            self.reference = reference
            self.hypothesis = hypothesis
        }
    }

    /// Something with the number of times it happened.
    public struct Count<Item: Sendable & Hashable & Codable>: Sendable, Equatable, Codable {
        public var item: Item
        public var count: Int
    }

    public let substitutions: [Count<Pair>]
    public let deletions: [Count<String>]
    public let insertions: [Count<String>]

    /// Counts over aligned word sequences.
    init(_ aligned: [(reference: [String], hypothesis: [String], alignment: EditAlignment)]) {
        var substitutions: [Pair: Int] = [:]
        var deletions: [String: Int] = [:]
        var insertions: [String: Int] = [:]
        for (reference, hypothesis, alignment) in aligned {
            for operation in alignment.operations {
                switch operation {
                case .match:
                    break
                case .substitution(let i, let j):
                    substitutions[Pair(reference: reference[i], hypothesis: hypothesis[j]), default: 0] += 1
                case .deletion(let i):
                    deletions[reference[i], default: 0] += 1
                case .insertion(let j):
                    insertions[hypothesis[j], default: 0] += 1
                }
            }
        }
        self.substitutions = Self.sorted(substitutions) {
            ($0.reference, $0.hypothesis) < ($1.reference, $1.hypothesis)
        }
        self.deletions = Self.sorted(deletions, by: <)
        self.insertions = Self.sorted(insertions, by: <)
    }

    private static func sorted<Item>(
        _ counts: [Item: Int], by precedes: (Item, Item) -> Bool
    ) -> [Count<Item>] {
        counts.map { Count(item: $0.key, count: $0.value) }
            .sorted { $0.count == $1.count ? precedes($0.item, $1.item) : $0.count > $1.count }
    }
}
