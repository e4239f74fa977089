import CTC
import Recognition

/// A calibration of confidences, and how good one is for speakers that it has not seen.
///
/// The speakers are dealt into two halves; the words of each half are judged by a calibration fitted on the other. The
/// calibration itself is then fitted on all.
public struct ConfidenceFit: Sendable {
    public let calibration: ConfidenceCalibration
    /// Of the geometric mean of the labels' probabilities, which stands where a model has no calibration.
    public let before: Reliability
    /// Of the calibrations of the other half.
    public let after: Reliability

    /// - Throws: ``CalibrationError`` where there is nothing to learn: all words are right, or all wrong, in one half.
    public init(
        _ words: [WordOutcome], features: [ConfidenceCalibration.Feature] = ConfidenceCalibration.Feature.allCases
    ) throws(CalibrationError) {
        let halves = Halves(words.map(\.speaker))
        var held: [Reliability.Prediction] = []
        for half in 0..<2 {
            let others = try Self.fit(words.filter { halves[$0.speaker] != half }, features)
            held += words.filter { halves[$0.speaker] == half }.map {
                Reliability.Prediction(probability: others.probability($0.evidence), isRight: $0.isRight)
            }
        }
        calibration = try Self.fit(words, features)
        before = Reliability(
            words.map { .init(probability: Double($0.evidence.geometricMean), isRight: $0.isRight) })
        after = Reliability(held)
    }

    private static func fit(
        _ words: [WordOutcome], _ features: [ConfidenceCalibration.Feature]
    ) throws(CalibrationError) -> ConfidenceCalibration {
        guard words.contains(where: \.isRight), words.contains(where: { !$0.isRight }) else {
            throw .nothingToLearn(words: words.count)
        }
        let regression = LogisticRegression(
            words.map { word in features.map { $0.value(word.evidence) } }, outcomes: words.map(\.isRight))
        return ConfidenceCalibration(
            bias: regression.bias, weights: Dictionary(uniqueKeysWithValues: zip(features, regression.weights)))
    }
}

/// Why no calibration can be fitted.
public enum CalibrationError: Error, Equatable, CustomStringConvertible {
    /// The words of half of the speakers are all right or all wrong, or there are none.
    case nothingToLearn(words: Int)

    public var description: String {
        switch self {
        case .nothingToLearn(let words):
            """
            half of the speakers or noises have \(words) recognised words, all right or all wrong, from which nothing \
            can be learnt; give more recordings, of several speakers
            """
        }
    }
}
