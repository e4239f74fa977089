/// What fine-tuning did: each set's error rates before and after, with the decoding that the model is meant for.
public struct FineTuningSummary: Sendable, Equatable, Codable {
    /// Word and character errors on one set.
    public struct Rates: Sendable, Equatable, Codable {
        public var words: ErrorCounts
        public var characters: ErrorCounts
        /// The 95 % confidence interval of the word error rate.
        public var wordInterval: ClosedRange<Double>
    }

    /// One set.
    public struct Row: Sendable, Equatable, Codable {
        public var name: String
        public var utterances: Int
        /// Whether it shows what the model has forgotten, and is not what it is tuned for.
        public var isReference: Bool
        public var before: Rates
        public var after: Rates

        /// By how much the word error rate rose, relative to what it was; negative where it fell.
        public var wordErrorRise: Double {
            let before = before.words.rate
            let after = after.words.rate
            return before > 0 ? after / before - 1 : after > 0 ? .infinity : 0
        }

        /// Whether the model has forgotten more than a tenth of what it knew.
        public var isForgotten: Bool { isReference && wordErrorRise > 0.1 }
    }

    public var rows: [Row]
    /// The epoch whose weights are kept; 0 where none was better than the model from which the run began, nil where
    /// nothing could be judged.
    public var bestEpoch: Int?
    /// Clips that were left out, and batches that were skipped because their gradient was not finite, this time.
    public var refused: Int
    public var skippedBatches: Int
    /// Seconds that the run took, this time.
    public var seconds: Double
}
