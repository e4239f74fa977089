import Foundation

/// What the network's outputs tell of how sure a word is. All of it comes from the log-probabilities, none from the
/// search: it is the same thing for every decoder.
public struct WordEvidence: Sendable, Equatable {
    /// The mean of its labels' log-probabilities where they are emitted.
    public var meanLogProbability: Float
    /// The least of them.
    public var leastLogProbability: Float
    /// The mean entropy of its frames, in nats: how undecided the network is.
    public var entropy: Float
    /// How many labels spell it.
    public var labels: Int
    /// How many frames it lasts.
    public var frames: Int

    public init(
        meanLogProbability: Float, leastLogProbability: Float, entropy: Float, labels: Int, frames: Int
    ) {
        self.meanLogProbability = meanLogProbability
        self.leastLogProbability = leastLogProbability
        self.entropy = entropy
        self.labels = labels
        self.frames = frames
    }

    /// The geometric mean of its labels' probabilities, 0…1.
    public var geometricMean: Float { min(1, exp(meanLogProbability)) }
}

extension LogProbabilities {
    /// The mean entropy of some frames, in nats.
    public func entropy(of range: Range<Int>) -> Float {
        var sum: Float = 0
        for value in values[range.lowerBound * labels..<range.upperBound * labels] where value > -.infinity {
            sum -= exp(value) * value
        }
        return max(0, sum / Float(max(1, range.count)))
    }
}
