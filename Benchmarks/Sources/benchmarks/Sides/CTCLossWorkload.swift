import CTC
import Foundation

/// The CTC loss of a batch and its gradient with respect to the logits.
struct CTCLossWorkload: Workload {
    private let utterances: [CTCLoss.Utterance]

    init(folder: URL) throws {
        let inputs = try TrainingInputs(folder: folder)
        let shape = inputs.shape
        let size = shape.steps * shape.outputs
        utterances = inputs.labels.enumerated().map { index, labels in
            CTCLoss.Utterance(
                logits: Array(inputs.logits[index * size..<(index + 1) * size]), frames: shape.steps,
                labelCount: shape.outputs, labels: labels)
        }
    }

    /// The sum of the losses and of the gradient's magnitudes.
    func check() throws -> [Double] {
        let values = try CTCLoss.evaluate(utterances).map { try $0.get() }
        let magnitude = values.reduce(0) { sum, value in value.gradient.reduce(sum) { $0 + Double(abs($1)) } }
        return [values.reduce(0) { $0 + $1.loss }, magnitude]
    }

    func run() {
        _ = CTCLoss.evaluate(utterances)
    }
}
