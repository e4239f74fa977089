/// One reading of an utterance.
public struct Hypothesis: Sendable, Equatable {
    /// The labels, without blanks and repeats.
    public var labels: [Int]
    /// For each label the frame in which it is emitted: where it is most probable on the best path that spells
    /// `labels`. Strictly increasing.
    public var frames: [Int]
    /// The natural logarithm of the probability that the decoder found for this reading: of its best path (greedy), or
    /// of all its paths inside the beam (prefix beam search).
    public var logProbability: Float

    public init(labels: [Int], frames: [Int], logProbability: Float) {
        self.labels = labels
        self.frames = frames
        self.logProbability = logProbability
    }
}
