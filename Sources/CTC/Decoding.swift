/// How log-probabilities become labels.
public enum Decoding: Sendable {
    /// The best label of each frame.
    case greedy
    /// Prefix beam search.
    case beam(PrefixBeamSearch.Options)
}
