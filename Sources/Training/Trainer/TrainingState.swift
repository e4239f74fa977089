import CTC
import Foundation
import Recognition
import Recurrent

/// A run between two steps: weights, average, optimiser and counters.
struct TrainingState: Sendable {
    /// What is trained, with the weights that it began with.
    let model: Model
    /// The weights in training.
    private var parameters: [Float]
    private var average: MovingAverage
    private var optimizer: AdamW
    var progress: Checkpoint.Progress
    private let configuration: TrainingConfiguration
    private var gradients: [Float]
    /// The share of the learning rate that each entry of the layout gets.
    private let scales: [Float]

    /// What a step did.
    struct Step {
        /// Sum of the CTC losses in nats, and of the labels.
        var loss: Double
        var labels: Int
        var norm: Float
        var rate: Float
        var isFinite: Bool { loss.isFinite && norm.isFinite }
    }

    init(_ model: Model, configuration: TrainingConfiguration) {
        self.model = model
        parameters = model.parameters
        self.configuration = configuration
        let options = configuration.training
        average = MovingAverage(decay: options.averageDecay, values: model.parameters)
        optimizer = AdamW(options.optimizer, count: model.parameters.count)
        gradients = [Float](repeating: 0, count: model.parameters.count)
        progress = Checkpoint.Progress()
        let layers = model.configuration.network.layers
        scales = model.network.depths.map { depth in
            depth < options.freeze ? 0 : Float(pow(Double(options.layerDecay), Double(layers - depth)))
        }
    }

    init(_ checkpoint: Checkpoint, model: Model) {
        self.init(model, configuration: checkpoint.configuration)
        progress = checkpoint.progress
        parameters = checkpoint.parameters
        average = MovingAverage(
            decay: configuration.training.averageDecay, values: checkpoint.average, updates: progress.averageUpdates)
        optimizer = AdamW(
            configuration.training.optimizer, step: progress.step, firstMoment: checkpoint.firstMoment,
            secondMoment: checkpoint.secondMoment)
    }

    var checkpoint: Checkpoint {
        Checkpoint(
            parameters: parameters, average: average.values, firstMoment: optimizer.firstMoment,
            secondMoment: optimizer.secondMoment, progress: progress, configuration: configuration)
    }

    /// The weights to evaluate and keep.
    var evaluated: [Float] {
        configuration.training.averageDecay > 0 ? average.values : parameters
    }

    /// The learning rate of the next step.
    func rate(totalSteps: Int) -> Float {
        configuration.training.schedule.rate(step: progress.step, total: totalSteps, falls: progress.falls)
    }

    /// One optimiser step on a batch. The loss is the mean over all labels of the batch, so that batches of many short
    /// and of few long utterances pull alike.
    mutating func step(_ examples: [Example], totalSteps: Int) throws -> Step {
        let options = configuration.training
        var random = SplitMix64(seed: options.seed, key: 0xD50, UInt64(progress.step))
        var (logits, trace) = model.network.forward(
            examples.map(\.features), parameters: parameters, dropoutSeed: random.next(),
            precision: options.precision)
        let results = CTCLoss.evaluate(
            zip(logits, examples).map { logits, example in
                CTCLoss.Utterance(
                    logits: logits.values, frames: logits.rows, labelCount: logits.columns, labels: example.labels)
            })
        logits = []
        let labels = max(1, examples.reduce(0) { $0 + $1.labels.count })
        var loss = 0.0
        let values: [CTCLoss.Value]
        do {
            values = try results.map { try $0.get() }
        } catch CTCLossError.notFinite {
            return Step(loss: .nan, labels: labels, norm: .nan, rate: rate(totalSteps: totalSteps))
        }
        let logitGradients = values.map { value in
            loss += value.loss
            let scale = 1 / Float(labels)
            let columns = model.configuration.network.outputSize
            return Matrix(
                rows: value.gradient.count / columns, columns: columns, values: value.gradient.map { $0 * scale })
        }
        for index in gradients.indices { gradients[index] = 0 }
        model.network.backward(
            logitGradients, parameters: parameters, gradients: &gradients, trace: &trace,
            truncation: options.truncation > 0 ? options.truncation : nil, frozen: options.freeze)

        let rate = rate(totalSteps: totalSteps)
        let norm = optimizer.update(
            &parameters, gradients: gradients, rate: rate, layout: model.network.layout, scales: scales)
        let step = Step(loss: loss, labels: labels, norm: norm, rate: rate)
        if step.isFinite {
            progress.step += 1
            progress.lossSum += loss
            progress.labelSum += labels
            if options.averageDecay > 0 {
                average.update(with: parameters)
                progress.averageUpdates = average.updates
            }
        }
        return step
    }
}
