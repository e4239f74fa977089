import CTC
import Foundation

/// How evidence becomes the probability that a word is right: logistic regression, fitted on recordings with transcripts
/// by `asr calibrate`.
///
/// Platt: "Probabilistic outputs for support vector machines", 1999.
public struct ConfidenceCalibration: Codable, Sendable, Equatable {
    /// What is weighed.
    public enum Feature: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
        /// The mean log-probability of the word's labels.
        case mean
        /// The least of them.
        case least
        /// The mean entropy of the word's frames.
        case entropy
        /// The logarithm of the number of labels.
        case length
        /// The logarithm of the frames that a label takes.
        case pace

        /// Its value; log-probabilities end at −20, so that one label of probability zero leaves the others a say.
        public func value(_ evidence: WordEvidence) -> Double {
            switch self {
            case .mean: max(-20, Double(evidence.meanLogProbability))
            case .least: max(-20, Double(evidence.leastLogProbability))
            case .entropy: Double(evidence.entropy)
            case .length: log(Double(max(1, evidence.labels)))
            case .pace: log(Double(max(1, evidence.frames)) / Double(max(1, evidence.labels)))
            }
        }
    }

    public var bias: Double
    /// By feature; one that is not there weighs nothing.
    public var weights: [Feature: Double]
    /// An utterance whose words have a lower mean confidence is taken for noise and has no words; none is if nil. Chosen
    /// on speech and noise (docs/streaming.md): a model whose words are mostly wrong needs a lower one.
    public var leastMean: Double?

    public init(bias: Double, weights: [Feature: Double], leastMean: Double? = nil) {
        (self.bias, self.weights, self.leastMean) = (bias, weights, leastMean)
    }

    enum CodingKeys: String, CodingKey {
        case bias, weights
        case leastMean = "least_mean"
    }

    /// Whether words of an utterance are as unsure as those that are made of noise.
    func isNoise(_ words: [Transcript.Word]) -> Bool {
        guard let leastMean else { return false }
        return words.reduce(0) { $0 + $1.confidence } < leastMean * Double(words.count)
    }

    /// The probability that a word is right, in 0…1.
    public func probability(_ evidence: WordEvidence) -> Double {
        // In a fixed order: a dictionary's own may change the last bit.
        let sum = Feature.allCases.reduce(bias) { $0 + (weights[$1] ?? 0) * $1.value(evidence) }
        return 1 / (1 + exp(-sum))
    }
}

/// Ways of decoding that need a calibration each: a search that weighs more readings, or by more than the network's
/// outputs, is right with other outputs than one that takes the best.
public enum DecodingKind: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case greedy, beam
    /// The beam search with a language model, whose words are another mixture of right and wrong.
    case languageModel = "language_model"

    public init(_ decoding: Decoding) {
        switch decoding {
        case .greedy: self = .greedy
        case .beam(let options):
            self = options.scorers.contains { $0 is WordScorer } ? .languageModel : .beam
        }
    }
}
