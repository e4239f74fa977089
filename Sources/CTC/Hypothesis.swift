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
    /// What the decoder ranks readings by: the log-probability, and the weights of language model and hot words.
    public var score: Float

    /// - Parameter score: the log-probability if not given.
    public init(labels: [Int], frames: [Int], logProbability: Float, score: Float? = nil) {
        self.labels = labels
        self.frames = frames
        self.logProbability = logProbability
        self.score = score ?? logProbability
    }
}
