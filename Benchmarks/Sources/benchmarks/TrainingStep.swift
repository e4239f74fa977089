import CTC
import Recurrent

/// One training step on synthetic data: forward, CTC, backpropagation through time, AdamW.
struct TrainingStep {
    private let network: RecurrentNetwork
    private let utterances: [Matrix]
    private let labels: [[Int]]
    private var parameters: [Float]
    private var gradients: [Float]
    private var optimizer: AdamW

    /// - Parameters:
    ///   - frames: steps of each utterance, of 120 features.
    ///   - labels: labels of each utterance.
    init(layers: Int = 3, hidden: Int = 320, frames: [Int], labels: Int) throws {
        var configuration = NetworkConfiguration()
        configuration.inputSize = 120
        configuration.stack = 1
        configuration.stride = 1
        configuration.layers = layers
        configuration.hiddenSize = hidden
        configuration.dropout = 0
        configuration.outputSize = 29
        network = try RecurrentNetwork(configuration)
        var random = SplitMix64(seed: 1)
        utterances = frames.map { count in
            Matrix(
                rows: count, columns: 120,
                values: (0..<count * 120).map { _ in Float.random(in: -1...1, using: &random) })
        }
        self.labels = frames.map { count in
            (0..<min(labels, count / 2)).map { _ in Int.random(in: 1..<29, using: &random) }
        }
        parameters = network.layout.initialValues(seed: 1)
        gradients = [Float](repeating: 0, count: parameters.count)
        optimizer = AdamW(count: parameters.count)
    }

    mutating func run() throws {
        var (logits, trace) = network.forward(utterances, parameters: parameters, dropoutSeed: 1)
        let results = CTCLoss.evaluate(
            zip(logits, labels).map {
                CTCLoss.Utterance(logits: $0.values, frames: $0.rows, labelCount: $0.columns, labels: $1)
            })
        logits = []
        for index in gradients.indices { gradients[index] = 0 }
        network.backward(
            try results.map {
                let gradient = try $0.get().gradient
                return Matrix(rows: gradient.count / 29, columns: 29, values: gradient)
            }, parameters: parameters, gradients: &gradients, trace: &trace)
        _ = optimizer.update(&parameters, gradients: gradients, rate: 1e-3, layout: network.layout)
    }
}
