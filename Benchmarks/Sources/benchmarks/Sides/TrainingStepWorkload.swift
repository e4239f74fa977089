import CTC
import Foundation
import Recurrent

/// One training step: forward, CTC, backpropagation through time, clipping, AdamW.
struct TrainingStepWorkload: Workload {
    private let network: RecurrentNetwork
    private let utterances: [Matrix]
    private let labels: [[Int]]
    private let outputs: Int
    private var parameters: [Float]
    private var gradients: [Float]
    private var optimizer: AdamW
    private let precision: Precision

    init(folder: URL) throws { try self.init(folder: folder, precision: .float32) }

    /// - Parameter precision: of the matrix products.
    init(folder: URL, precision: Precision) throws {
        self.precision = precision
        let inputs = try TrainingInputs(folder: folder)
        let shape = inputs.shape
        let size = shape.frames * shape.features
        network = try shape.network
        utterances = (0..<shape.utterances).map { index in
            Matrix(
                rows: shape.frames, columns: shape.features,
                values: Array(inputs.features[index * size..<(index + 1) * size]))
        }
        labels = inputs.labels
        outputs = shape.outputs
        parameters = inputs.parameters
        gradients = [Float](repeating: 0, count: parameters.count)
        optimizer = AdamW(count: parameters.count)
    }

    /// The loss of the first two steps: the second one is right only where the first one's gradient and update are.
    mutating func check() throws -> [Double] {
        [try step(), try step()]
    }

    mutating func run() throws {
        _ = try step()
    }

    /// Returns the loss before the step.
    private mutating func step() throws -> Double {
        var (logits, trace) = network.forward(
            utterances, parameters: parameters, dropoutSeed: 1, precision: precision)
        let results = try CTCLoss.evaluate(
            zip(logits, labels).map {
                CTCLoss.Utterance(logits: $0.values, frames: $0.rows, labelCount: $0.columns, labels: $1)
            }
        ).map { try $0.get() }
        logits = []
        gradients.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        network.backward(
            results.map { Matrix(rows: $0.gradient.count / outputs, columns: outputs, values: $0.gradient) },
            parameters: parameters, gradients: &gradients, trace: &trace)
        _ = optimizer.update(&parameters, gradients: gradients, rate: 1e-3, layout: network.layout)
        return results.reduce(0) { $0 + $1.loss }
    }
}

/// The same with its matrix products in bfloat16, as `asr train` does it by default.
struct BFloat16TrainingStepWorkload: Workload {
    private var step: TrainingStepWorkload

    init(folder: URL) throws { step = try TrainingStepWorkload(folder: folder, precision: .bfloat16) }

    /// Nothing: the losses are others, if only by rounding.
    func check() -> [Double] { [] }

    mutating func run() throws { try step.run() }
}
