/// A decoding of either kind under way, fed piece by piece.
public struct Search: Sendable {
    private var greedy = GreedyDecoder.State()
    private var beam: PrefixBeamSearch.State?

    public init(_ decoding: Decoding) {
        if case .beam(let options) = decoding { beam = PrefixBeamSearch.State(options: options) }
    }

    /// Goes on with the frames that follow those already seen.
    public mutating func advance(_ logProbabilities: LogProbabilities) {
        if beam == nil { greedy.advance(logProbabilities) } else { beam?.advance(logProbabilities) }
    }

    /// The labels that every further hypothesis begins with.
    public var settledLabels: ArraySlice<Int> { beam?.settledLabels[...] ?? greedy.settledLabels }

    /// Their frames.
    public var settledFrames: ArraySlice<Int> { beam?.settledFrames[...] ?? greedy.settledFrames }

    /// The best readings so far, the best first; at least one.
    ///
    /// - Parameter hasEnded: whether the utterance ends here, and its last word with it.
    public func hypotheses(_ count: Int, hasEnded: Bool = true) -> [Hypothesis] {
        beam?.hypotheses(count, hasEnded: hasEnded) ?? [greedy.hypothesis]
    }
}
