import Foundation
import Recognition
import Recurrent
import Safetensors

/// All that a run needs to go on as if it had never stopped: weights, average, moments, place in the data.
///
/// Random draws are functions of seed, epoch and utterance, so the place in the data is the random state. One
/// safetensors file, written atomically: a kill leaves the old one or the new one, never a part.
public struct Checkpoint: Sendable {
    /// The counters beside the tensors.
    public struct Progress: Codable, Sendable, Equatable {
        /// The epoch in hand.
        public var epoch = 0
        /// Batches of it that are done.
        public var batch = 0
        /// A number that other data do not give: the place is one in these data.
        public var data: UInt64?
        /// Optimiser steps taken.
        public var step = 0
        /// Updates of the average.
        public var averageUpdates = 0
        /// Falls of the learning rate on a plateau.
        public var falls = 0
        /// Evaluations since the best.
        public var sinceBest = 0
        /// The best score (pooled dev WER, or training loss without a dev set) and the epoch after which it was reached.
        public var best: Double?
        public var bestEpoch: Int?
        /// Sums over the epoch in hand.
        public var lossSum = 0.0
        public var labelSum = 0
    }

    public var parameters: [Float]
    public var average: [Float]
    public var firstMoment: [Float]
    public var secondMoment: [Float]
    public var progress: Progress
    /// The run's configuration, to refuse a checkpoint of another run.
    public var configuration: TrainingConfiguration

    private static let parts: [(String, WritableKeyPath<Checkpoint, [Float]> & Sendable)] = [
        ("parameters", \.parameters), ("average", \.average), ("first_moment", \.firstMoment),
        ("second_moment", \.secondMoment),
    ]

    public init(
        parameters: [Float], average: [Float], firstMoment: [Float], secondMoment: [Float], progress: Progress,
        configuration: TrainingConfiguration
    ) {
        self.parameters = parameters
        self.average = average
        self.firstMoment = firstMoment
        self.secondMoment = secondMoment
        self.progress = progress
        self.configuration = configuration
    }

    /// The model of the run's weights as they are now: their moving average where there is one, without the part of the
    /// initial weights that the run mixes in (`initial_share`).
    public var model: Model {
        get throws {
            var model = try Model(configuration.model, seed: configuration.training.seed)
            model.parameters = configuration.training.averageDecay > 0 ? average : parameters
            return model
        }
    }

    /// Reads a checkpoint made by ``write(to:layout:)``.
    public init(contentsOf url: URL) throws {
        let file = try SafetensorsFile(contentsOf: url)
        self.init(
            parameters: [], average: [], firstMoment: [], secondMoment: [],
            progress: try file.decoded("progress", path: url.path),
            configuration: try file.decoded("configuration", path: url.path))
        let layout: ParameterLayout
        do {
            layout = try Model(configuration.model).network.layout
        } catch {
            throw ModelError.badConfiguration(path: url.path, reason: "\(error)")
        }
        for (name, keyPath) in Self.parts {
            self[keyPath: keyPath] = try file.values(of: layout, part: name, path: url.path)
        }
    }

    /// Writes the file atomically.
    public func write(to url: URL, layout: ParameterLayout) throws {
        var file = SafetensorsFile(metadata: [
            "progress": try SafetensorsFile.text(progress), "configuration": try SafetensorsFile.text(configuration),
        ])
        for (name, keyPath) in Self.parts { file.add(self[keyPath: keyPath], of: layout, as: name) }
        try file.write(to: url)
    }
}

extension Checkpoint.Progress {
    /// Takes in a score after an epoch, lower is better; returns whether it is the best so far.
    mutating func record(score: Double, patience: Int) -> Bool {
        guard score.isFinite, score < best ?? .infinity else {
            sinceBest += 1
            if sinceBest > patience {
                falls += 1
                sinceBest = 0
            }
            return false
        }
        best = score
        bestEpoch = epoch
        sinceBest = 0
        return true
    }

    /// Whether early stopping has ended the run.
    func hasStopped(_ options: TrainingOptions) -> Bool {
        guard options.earlyStopping > 0, let bestEpoch else { return false }
        return epoch - bestEpoch >= options.earlyStopping * options.evaluateEvery
    }
}
