import Foundation
import Recognition
import Recurrent

/// How a model is trained; the `training` part of the configuration that `asr train` reads.
public struct TrainingOptions: Codable, Sendable, Equatable {
    /// Draws the weights, the order, the augmentation: the same seed, data and machine give the same model.
    public var seed: UInt64 = 1
    /// Passes over the data.
    public var epochs = 40
    /// Seconds of audio in a batch, at most.
    public var batchSeconds: Double = 120
    /// Utterances in a batch, at most: short clips would make batches with very many labels.
    public var batchUtterances = 128
    /// Clips longer than this are left out (s).
    public var maximumSeconds: Double = 25
    /// Evaluation on the dev sets after every so many epochs, and after the last.
    public var evaluateEvery = 1
    /// Steps between checkpoints; one is also written after each epoch.
    public var checkpointEvery = 500
    /// Evaluations without a better one after which the run ends; 0 for none.
    public var earlyStopping = 0
    /// Recurrent layers, counted from the input, whose weights stay as they are.
    public var freeze = 0
    /// What the learning rate is multiplied by for each layer further from the output (discriminative rates, Howard &
    /// Ruder 2018); 1 for one rate.
    public var layerDecay: Float = 1
    public var optimizer = AdamW.Options()
    public var schedule = LearningRateSchedule()
    /// Decay of the weights' moving average; 0 switches averaging off.
    public var averageDecay: Float = 0.999
    /// Share of the weights from which the run began in those that are evaluated and kept: less is forgotten (Wortsman et
    /// al., "Robust fine-tuning of zero-shot models", 2022). The weights in training are without it.
    public var initialShare: Float = 0
    /// Steps after which the gradient through time is cut; 0 for full BPTT.
    public var truncation = 0
    /// Of the matrix products. Default bfloat16: faster where the processor has it, and the loss goes the same way.
    public var precision = Precision.bfloat16
    public var augmentation = AugmentationOptions()

    public init() {}

    enum CodingKeys: String, CodingKey {
        case seed, epochs
        case batchSeconds = "batch_seconds"
        case batchUtterances = "batch_utterances"
        case maximumSeconds = "maximum_seconds"
        case evaluateEvery = "evaluate_every"
        case checkpointEvery = "checkpoint_every"
        case earlyStopping = "early_stopping"
        case freeze
        case layerDecay = "layer_decay"
        case optimizer, schedule
        case averageDecay = "average_decay"
        case initialShare = "initial_share"
        case truncation, precision, augmentation
    }

    /// Missing keys take the default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<T: Decodable>(_ key: CodingKeys, _ standard: T) throws -> T {
            try values.decodeIfPresent(T.self, forKey: key) ?? standard
        }
        seed = try read(.seed, seed)
        epochs = try read(.epochs, epochs)
        batchSeconds = try read(.batchSeconds, batchSeconds)
        batchUtterances = try read(.batchUtterances, batchUtterances)
        maximumSeconds = try read(.maximumSeconds, maximumSeconds)
        evaluateEvery = try read(.evaluateEvery, evaluateEvery)
        checkpointEvery = try read(.checkpointEvery, checkpointEvery)
        earlyStopping = try read(.earlyStopping, earlyStopping)
        freeze = try read(.freeze, freeze)
        layerDecay = try read(.layerDecay, layerDecay)
        optimizer = try read(.optimizer, optimizer)
        schedule = try read(.schedule, schedule)
        averageDecay = try read(.averageDecay, averageDecay)
        initialShare = try read(.initialShare, initialShare)
        truncation = try read(.truncation, truncation)
        precision = try read(.precision, precision)
        augmentation = try read(.augmentation, augmentation)
        for (name, value) in [
            ("epochs", Double(epochs)), ("batch_seconds", batchSeconds), ("batch_utterances", Double(batchUtterances)),
            ("maximum_seconds", maximumSeconds), ("evaluate_every", Double(evaluateEvery)),
            ("checkpoint_every", Double(checkpointEvery)), ("schedule.peak", Double(schedule.peak)),
            ("layer_decay", Double(layerDecay)),
        ] where !(value > 0) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(name) must be above 0, not \(value)"))
        }
        for (name, value) in [("initial_share", initialShare), ("average_decay", averageDecay)]
        where !(0..<1).contains(value) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(name) must be 0 or more and below 1"))
        }
        for (name, value) in [("early_stopping", earlyStopping), ("freeze", freeze)] where value < 0 {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(name) must not be negative"))
        }
    }
}

/// What `asr train --config` reads: a model's configuration, and under `training` how to train it.
public struct TrainingConfiguration: Codable, Sendable, Equatable {
    public var model: ModelConfiguration
    public var training: TrainingOptions

    enum CodingKeys: String, CodingKey { case training }

    public init(model: ModelConfiguration = ModelConfiguration(), training: TrainingOptions = TrainingOptions()) {
        self.model = model
        self.training = training
    }

    public init(from decoder: any Decoder) throws {
        model = try ModelConfiguration(from: decoder)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        training = try values.decodeIfPresent(TrainingOptions.self, forKey: .training) ?? TrainingOptions()
    }

    public func encode(to encoder: any Encoder) throws {
        try model.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(training, forKey: .training)
    }

    /// Reads a configuration file.
    public init(contentsOf url: URL) throws(ModelError) {
        self = try ConfigurationFile.read(from: url)
    }
}
