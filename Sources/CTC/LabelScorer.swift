/// Weighs what a prefix beam search spells, beside the network: a language model, hot words.
///
/// A prefix's weight is the sum of what its labels gain or lose one after the other. What is gained too early may be
/// taken back later. A search has a scorer of its own, a copy of the one that it was given.
public protocol LabelScorer: Sendable {
    /// The state of the empty prefix.
    var start: ScorerState { get }
    /// What a label adds to the weight of the prefix that it follows, in nats, and the state of the longer prefix.
    mutating func extend(_ state: ScorerState, by label: Int) -> (weight: Double, next: ScorerState)
    /// What is added where the utterance ends with the prefix.
    mutating func end(_ state: ScorerState) -> Double
    /// The most that ``end(_:)`` can add there, for scorers that are quicker to tell so much: of the prefixes at the end only
    /// those are weighed that can be among the best. What it adds, if nothing else is said.
    mutating func maximumEnd(_ state: ScorerState) -> Double
    /// The most that a label can add to the weight of any prefix: the search does not weigh what cannot survive even so.
    /// It may be infinite.
    func maximumGain(of label: Int) -> Double
    /// What of a state decides what is to come: of prefixes that share it, and their last label, the search may keep only the
    /// best. The state itself, if nothing else is said; less, where what it leaves out hardly matters.
    func future(of state: ScorerState) -> ScorerState
    /// Tells the states that are left of those given out: what a scorer remembers for others it may forget.
    mutating func keep(_ states: [ScorerState])
}

extension LabelScorer {
    public func future(of state: ScorerState) -> ScorerState { state }
    public mutating func maximumEnd(_ state: ScorerState) -> Double { end(state) }
    public mutating func keep(_ states: [ScorerState]) {}
}

/// What a scorer remembers of a prefix: numbers whose meaning is its own.
public typealias ScorerState = SIMD8<Int32>

/// The weights of the prefixes of a ``PrefixTrie``, by node.
struct PrefixWeights: Sendable {
    private var scorers: [any LabelScorer]
    /// By node and scorer.
    private var states: [ScorerState]
    /// By node; empty without scorers.
    private var totals: [Double]
    /// By node: a hash of its label and states.
    private var futures: [UInt64]

    init(_ scorers: [any LabelScorer]) {
        self.scorers = scorers
        states = scorers.map(\.start)
        totals = scorers.isEmpty ? [] : [0]
        futures = []
        if !scorers.isEmpty { futures.append(future(label: Alphabet.blank, states[...])) }
    }

    /// Whether there is anything to weigh.
    var isEmpty: Bool { scorers.isEmpty }

    /// The most that a label can add to the weight.
    func maximumGain(of label: Int) -> Double { scorers.reduce(0) { $0 + $1.maximumGain(of: label) } }

    /// The weight of a prefix.
    subscript(node: Int) -> Double { scorers.isEmpty ? 0 : totals[node] }

    /// A number that prefixes share if they end in the same label and, as far as the scorers say that it matters, in the same
    /// states: whatever follows weighs the same behind them. Others share it by a chance of 2⁻⁶⁴.
    func future(of node: Int) -> UInt64 { futures[node] }

    private func future(label: Int, _ states: ArraySlice<ScorerState>) -> UInt64 {
        var hash = UInt64(label)
        for index in scorers.indices {
            let state = scorers[index].future(of: states[states.startIndex + index])
            for number in 0..<ScorerState.scalarCount {
                let mixed = (hash ^ UInt64(UInt32(bitPattern: state[number]))) &* 0x9E37_79B9_7F4A_7C15
                hash = mixed ^ (mixed >> 29)
            }
        }
        return hash
    }

    /// The best of prefixes, the best first and of equals the one that stands first: their places, and what they are ranked by,
    /// the log-probability and the weight.
    ///
    /// - Parameter hasEnded: whether they are whole utterances, and weigh as such.
    func best(
        _ count: Int, of prefixes: [(node: Int, logProbability: Double)], hasEnded: Bool
    ) -> [(place: Int, score: Double)] {
        var scorers = scorers
        func score(_ place: Int, _ weigh: (inout any LabelScorer, ScorerState) -> Double) -> Double {
            let (node, logProbability) = prefixes[place]
            return scorers.indices.reduce(logProbability + self[node]) {
                $0 + weigh(&scorers[$1], states[node * scorers.count + $1])
            }
        }
        let most = prefixes.indices.map { score($0) { hasEnded ? $0.maximumEnd($1) : 0 } }
        var best: [(place: Int, score: Double)] = []
        for place in most.indices.sorted(by: { most[$0] > most[$1] }) {
            if best.count == count, let last = best.last, last.score > most[place] { break }
            let score = score(place) { hasEnded ? $0.end($1) : 0 }
            best.insert((place, score), at: best.firstIndex { ($0.score, place) < (score, $0.place) } ?? best.count)
            if best.count > count { best.removeLast() }
        }
        return best
    }

    /// Weighs the node that has just been made.
    mutating func append(parent: Int, label: Int) {
        guard !scorers.isEmpty else { return }
        var total = totals[parent]
        for index in scorers.indices {
            let (weight, next) = scorers[index].extend(states[parent * scorers.count + index], by: label)
            total += weight
            states.append(next)
        }
        totals.append(total)
        futures.append(future(label: label, states.suffix(scorers.count)))
    }

    /// Keeps the weights of some nodes, which are numbered in this order from now on.
    mutating func keep(_ nodes: [Int]) {
        guard !scorers.isEmpty else { return }
        totals = nodes.map { totals[$0] }
        futures = nodes.map { futures[$0] }
        states = nodes.flatMap { states[$0 * scorers.count..<($0 + 1) * scorers.count] }
        for index in scorers.indices { scorers[index].keep(nodes.indices.map { states[$0 * scorers.count + index] }) }
    }
}
