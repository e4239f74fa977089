/// The window of sliding normalisation, as of Kaldi's `apply-cmvn-sliding`.
public struct SlidingOptions: Sendable, Equatable {
    /// Length of the window, frames. Default 600: six seconds at a shift of 10 ms.
    public var length = 600
    /// Least number of frames that a causal window holds, where there are as many: the first frames look that far
    /// ahead. Ignored by a centred window. Default 100.
    public var minimum = 100
    /// Whether the window lies around its frame (true) or before it (false). Default false: as a stream needs it.
    public var isCentered = false
    /// Whether the variance is made 1 too. Default false.
    public var normalizesVariance = false
    /// So many frames of the corpus's statistics are added to the window's own, which steadies the first frames and
    /// short utterances, as in Kaldi's online normalisation. Default 0: none.
    public var priorFrames = 0
    /// The corpus's statistics, used where `priorFrames` is above 0.
    public var prior = CorpusStatistics()

    public init() {}

    func validate(dimension: Int) throws(FeatureError) {
        try require(
            (0...1_000_000).contains(priorFrames), "normalization.prior_frames", priorFrames, "from 0 to 1000000")
        try prior.validate(dimension: dimension)
        try require((1...1_000_000).contains(length), "normalization.length", length, "from 1 to 1000000 frames")
        try require(
            (1...length).contains(minimum), "normalization.minimum", minimum,
            "from 1 to normalization.length, \(length)")
    }
}
