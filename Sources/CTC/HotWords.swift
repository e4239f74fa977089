/// Phrases that a search shall rather find than others: names, terms, commands.
///
/// A phrase counts where it stands as whole words. Each label that goes on with one gains its share of the phrase's
/// boost, so that the phrase stays in the beam; if it is not completed all is taken back.
///
/// The phrases are one automaton. Aho, Corasick: "Efficient string matching: an aid to bibliographic search", 1975;
/// here matches begin and end only where words do.
public struct HotWords: LabelScorer {
    /// A phrase, and what it gains, in nats.
    public struct Phrase: Sendable, Equatable {
        public var text: String
        public var boost: Double

        public init(_ text: String, boost: Double) {
            self.text = text
            self.boost = boost
        }
    }

    private let separator: Int
    private let labels: Int
    /// By node and label: the next node.
    private var transitions: [Int32]
    /// By node: what is lent for the part of a phrase that has been spelt.
    private var credits: [Double]
    /// By node: what is earned if the word ends here.
    private var rewards: [Double]

    /// Inside a word that goes on with no phrase.
    private static let elsewhere: Int32 = 0
    /// At the beginning of a word, no phrase under way.
    private static let wordStart: Int32 = 1

    /// Prepares phrases of one or more words; one that comes twice has the greater boost.
    ///
    /// - Throws: ``HotWordsError`` where the alphabet does not spell a phrase, or has no space.
    public init(_ phrases: [Phrase], alphabet: Alphabet) throws(HotWordsError) {
        guard let separator = alphabet.wordSeparator else { throw .noWordSeparator }
        self.separator = separator
        labels = alphabet.count
        transitions = []
        credits = []
        rewards = []
        _ = makeNode()
        _ = makeNode()
        var boosts: [[Int]: Double] = [:]
        for phrase in phrases {
            let spelling: [Int]
            do { spelling = try alphabet.encode(phrase.text) } catch { throw .unspellable(error) }
            guard !spelling.isEmpty else { throw .empty }
            guard phrase.boost.isFinite else { throw .badBoost(phrase.text) }
            let boost = max(phrase.boost, boosts[spelling] ?? phrase.boost)
            boosts[spelling] = boost
            insert(spelling, boost: boost)
        }
        connect()
    }

    public var start: ScorerState { state(Self.wordStart) }

    public func extend(_ state: ScorerState, by label: Int) -> (weight: Double, next: ScorerState) {
        let node = Int(state[0])
        let next = transitions[node * labels + label]
        let earned = label == separator ? rewards[node] : 0
        return (earned + credits[Int(next)] - credits[node], self.state(next))
    }

    public func maximumGain(of label: Int) -> Double { greatestGain }

    private var greatestGain = 0.0

    public func end(_ state: ScorerState) -> Double { rewards[Int(state[0])] - credits[Int(state[0])] }

    private func state(_ node: Int32) -> ScorerState {
        var state = ScorerState(repeating: 0)
        state[0] = node
        return state
    }

    // MARK: Building

    private mutating func makeNode() -> Int32 {
        transitions.append(contentsOf: repeatElement(-1, count: labels))
        credits.append(0)
        rewards.append(0)
        return Int32(credits.count - 1)
    }

    private mutating func insert(_ spelling: [Int], boost: Double) {
        var node = Self.wordStart
        for (position, label) in spelling.enumerated() {
            let slot = Int(node) * labels + label
            if transitions[slot] < 0 {
                let child = makeNode()
                transitions[slot] = child
                credits[Int(child)] = -.infinity
            }
            node = transitions[slot]
            let credit = boost * Double(position + 1) / Double(spelling.count)
            credits[Int(node)] = max(credits[Int(node)], credit)
        }
        rewards[Int(node)] = boost
    }

    /// Makes every transition lead to the longest phrase's beginning that still fits; nodes nearer to the root first.
    private mutating func connect() {
        for label in 0..<labels { transitions[label] = label == separator ? Self.wordStart : Self.elsewhere }
        var fallbacks = [Int32](repeating: Self.elsewhere, count: credits.count)
        var queue = [Self.wordStart]
        var next = 0
        while next < queue.count {
            let node = Int(queue[next])
            next += 1
            for label in 0..<labels {
                let slot = node * labels + label
                let fallback = transitions[Int(fallbacks[node]) * labels + label]
                let child = transitions[slot]
                guard child >= 0 else {
                    transitions[slot] = fallback
                    continue
                }
                fallbacks[Int(child)] = fallback
                credits[Int(child)] = max(credits[Int(child)], credits[Int(fallback)])
                rewards[Int(child)] += rewards[Int(fallback)]
                queue.append(child)
            }
        }
        for node in credits.indices {
            for label in 0..<labels {
                greatestGain = max(greatestGain, extend(state(Int32(node)), by: label).weight)
            }
        }
    }
}

/// What is wrong with a list of hot words.
public enum HotWordsError: Error, Equatable, CustomStringConvertible {
    case noWordSeparator
    case unspellable(AlphabetError)
    case empty
    case badBoost(String)

    public var description: String {
        switch self {
        case .noWordSeparator: "hot words need an alphabet with a space, which tells where words end"
        case .unspellable(let error): "a hot word cannot be spelt: \(error)"
        case .empty: "a hot word is empty; remove it"
        case .badBoost(let phrase): "the boost of '\(phrase)' is no number"
        }
    }
}
