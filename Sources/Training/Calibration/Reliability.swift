import Foundation

/// How well stated probabilities are kept.
public struct Reliability: Sendable, Equatable {
    /// A statement and what came of it.
    public struct Prediction: Sendable, Equatable {
        public var probability: Double
        public var isRight: Bool

        public init(probability: Double, isRight: Bool) {
            (self.probability, self.isRight) = (probability, isRight)
        }
    }

    /// The predictions of a tenth of the range from 0 to 1.
    public struct Bin: Sendable, Equatable {
        public var count = 0
        /// Their mean probability.
        public var probability = 0.0
        /// The share of them that is right.
        public var accuracy = 0.0
    }

    /// The predictions by tenths, those that hold some, in ascending order.
    public let bins: [Bin]
    /// How many predictions there are.
    public let count: Int
    /// The share that is right.
    public let accuracy: Double
    /// The expected calibration error: how far probability and accuracy lie apart in a bin, by the bins' counts.
    ///
    /// Naeini, Cooper, Hauskrecht: "Obtaining well calibrated probabilities using Bayesian binning", 2015.
    public let calibrationError: Double
    /// The probability that a right one is stated higher than a wrong one, ties counting half; nil if one kind is
    /// missing. The area under the receiver operating characteristic.
    public let area: Double?
    /// NIST's normalised cross entropy: the share of the uncertainty that the probabilities take away; at most 1, 0 for
    /// those that state the overall accuracy each time, negative for worse. Nil if one kind is missing.
    public let normalizedCrossEntropy: Double?

    public init(_ predictions: [Prediction]) {
        count = predictions.count
        let right = predictions.count(where: \.isRight)
        let total = Double(max(1, count))
        accuracy = Double(right) / total

        let groups = Dictionary(grouping: predictions) { min(9, max(0, Int($0.probability * 10))) }
        bins = groups.sorted { $0.key < $1.key }.map { _, members in
            Bin(
                count: members.count,
                probability: members.reduce(0) { $0 + $1.probability } / Double(members.count),
                accuracy: Double(members.count(where: \.isRight)) / Double(members.count))
        }
        calibrationError = bins.reduce(0) { $0 + Double($1.count) / total * abs($1.probability - $1.accuracy) }

        guard right > 0, right < count else {
            (area, normalizedCrossEntropy) = (nil, nil)
            return
        }
        area = Self.area(predictions, right: right)
        let chance = -accuracy * log(accuracy) - (1 - accuracy) * log(1 - accuracy)
        let entropy = predictions.reduce(0) {
            $0 - log(max(1e-12, $1.isRight ? $1.probability : 1 - $1.probability)) / total
        }
        normalizedCrossEntropy = 1 - entropy / chance
    }

    /// Mann and Whitney's statistic from the ranks of those that are right.
    private static func area(_ predictions: [Prediction], right: Int) -> Double {
        let sorted = predictions.sorted { $0.probability < $1.probability }
        var sum = 0.0
        var start = 0
        while start < sorted.count {
            let end = sorted[start...].firstIndex { $0.probability != sorted[start].probability } ?? sorted.count
            let rank = Double(start + 1 + end) / 2
            sum += rank * Double(sorted[start..<end].count(where: \.isRight))
            start = end
        }
        let (right, wrong) = (Double(right), Double(sorted.count - right))
        return (sum - right * (right + 1) / 2) / (right * wrong)
    }
}
