import CTC
import Foundation
import Recognition
import Recurrent
import Signal

/// Trains a model: batches, forward, CTC, backpropagation through time, AdamW, average, evaluation, checkpoints.
///
/// In the output folder: `config.json` and `model.safetensors` (the best weights so far), and under `training/` the
/// checkpoint, the log and the configuration of the run.
public struct Trainer: Sendable {
    /// A named set to evaluate on.
    public struct DevSet: Sendable {
        public var name: String
        public var utterances: [Utterance]
        /// Its scores are shown, and have no say in which weights are the best.
        public var isReference: Bool

        public init(name: String, utterances: [Utterance], isReference: Bool = false) {
            self.name = name
            self.utterances = utterances
            self.isReference = isReference
        }
    }

    /// Batches in a row without a finite gradient after which a run is given up.
    private static let patience = 20

    public let configuration: TrainingConfiguration
    public let output: URL
    /// What is trained on, each utterance with its weight.
    public let train: [Utterance]
    /// What is evaluated on.
    public let dev: [DevSet]
    private let noise: [Utterance]
    package let initial: Model?
    private let resume: Bool

    public var checkpointURL: URL { output.appendingPathComponent("training/checkpoint.safetensors") }
    public var logURL: URL { output.appendingPathComponent("training/log.jsonl") }

    /// - Parameters:
    ///   - noise: recordings without speech that augmentation adds.
    ///   - initial: a model to start from instead of weights drawn at random; its network must have the same shape.
    ///   - resume: go on from the checkpoint in the output folder where there is one.
    public init(
        _ configuration: TrainingConfiguration, train: [Utterance], dev: [DevSet], noise: [Utterance] = [], output: URL,
        initial: Model? = nil, resume: Bool = false
    ) {
        self.configuration = configuration
        self.train = train
        self.dev = dev
        self.noise = noise
        self.output = output
        self.initial = initial
        self.resume = resume
    }

    /// Runs to the end or until `stop` becomes true.
    ///
    /// - Parameter report: called on the training task with everything that happens, in order.
    public func run(
        stop: @Sendable () -> Bool = { false }, report: (TrainingEvent) -> Void
    ) async throws -> TrainingOutcome {
        let checkpoint = try check()
        let cache = AudioCache(sampleRate: configuration.model.frontEnd.sampleRate)
        let configuration = try measured(checkpoint, cache: cache)
        if let checkpoint, checkpoint.configuration != configuration {
            throw TrainingError.otherRun(path: checkpointURL.path)
        }
        let options = configuration.training
        let fresh = try start(configuration)
        var refused: Set<String> = []
        func refuse(_ refusal: Refusal) {
            if refused.insert(refusal.utterance).inserted { report(.refused(refusal)) }
        }
        let noise = options.augmentation.noiseShare > 0 ? readable(noise, cache: cache, refuse: refuse) : []
        guard options.augmentation.noiseShare == 0 || !noise.isEmpty else { throw TrainingError.noNoise }
        let utterances = Self.admitted(train, alphabet: fresh.alphabet, options: options, refuse: refuse)
        guard !utterances.isEmpty else { throw TrainingError.noData(refused: refused.count, first: refused.min()) }
        let loader = ExampleLoader(
            model: fresh, augmentation: options.augmentation, utterances: utterances, noise: noise, cache: cache)
        let durations = utterances.map { $0.duration ?? 0 }
        let plan = BatchPlan(
            durations: durations, weights: utterances.map(\.weight), seconds: options.batchSeconds,
            utterances: options.batchUtterances, seed: options.seed)
        let totalSteps = plan.batchCount(epochs: options.epochs)

        let data = Utterance.fingerprint(
            of: utterances + dev.flatMap(\.utterances) + noise, start: initial?.parameters ?? [])
        var state: TrainingState
        if let checkpoint {
            guard checkpoint.progress.data ?? data == data else {
                throw TrainingError.otherRun(path: checkpointURL.path)
            }
            state = TrainingState(checkpoint, model: fresh)
        } else {
            try prepareFolder(configuration)
            state = TrainingState(fresh, configuration: configuration)
            state.progress.data = data
        }
        let log = TrainingLog(logURL)
        try log.truncate(to: checkpoint?.progress)
        report(
            .started(
                utterances: utterances.count, seconds: durations.reduce(0, +), totalSteps: totalSteps,
                resumedAt: state.progress.step > 0 ? state.progress.step : nil))

        let evaluator = try await DevEvaluator(dev, model: fresh, cache: cache)
        evaluator.refusals.forEach(refuse)
        // What the run starts from may be better than all that comes after it.
        if state.progress.step == 0, state.progress.best == nil, initial != nil, !dev.isEmpty {
            try save(state, report: report)
            try evaluate(&state, with: evaluator, loss: nil, totalSteps: totalSteps, log: log, report: report)
            try save(state, report: report)
        }
        var pace = Pace()
        var skipped = 0
        while state.progress.epoch < options.epochs, !state.progress.hasStopped(options) {
            let epoch = state.progress.epoch
            let batches = plan.batches(epoch: epoch)
            var ahead = Lookahead(state.progress.batch..<batches.count) { batch in
                batches[batch].enumerated().map { place, index in
                    Result { () throws(Refusal) in
                        let random = SplitMix64(
                            seed: options.seed, key: 0xA06, UInt64(epoch), UInt64(batch), UInt64(place))
                        return try loader.load(utterances[index], random: random)
                    }
                }
            }
            while let loaded = await ahead.next() {
                var examples: [Example] = []
                for result in loaded {
                    switch result {
                    case .success(let example): examples.append(example)
                    case .failure(let refusal): refuse(refusal)
                    }
                }
                if !examples.isEmpty {
                    let seconds = batches[state.progress.batch].reduce(0) { $0 + durations[$1] }
                    let step = try state.step(examples, totalSteps: totalSteps)
                    pace.add(seconds: seconds)
                    if step.isFinite {
                        skipped = 0
                        let record = TrainingRecord(
                            step: state.progress.step,
                            epoch: Double(epoch) + Double(state.progress.batch + 1) / Double(batches.count),
                            loss: step.loss / Double(max(1, step.labels)), learningRate: Double(step.rate),
                            gradientNorm: Double(step.norm), audioRate: pace.audioRate)
                        try log.append(record)
                        report(
                            .stepped(
                                record, totalSteps: totalSteps,
                                remaining: pace.secondsPerStep * Double(totalSteps - state.progress.step)))
                    } else {
                        report(.skippedBatch(step: state.progress.step, utterances: examples.map(\.utterance.id)))
                        skipped += 1
                        guard skipped < Self.patience else {
                            throw TrainingError.diverged(batches: skipped, step: state.progress.step)
                        }
                    }
                }
                state.progress.batch += 1
                let stopping = stop()
                if stopping || state.progress.step.isMultiple(of: options.checkpointEvery) {
                    try save(state, report: report)
                }
                if stopping { return .interrupted }
            }

            guard state.progress.step > 0 else {
                if skipped > 0 { throw TrainingError.diverged(batches: skipped, step: 0) }
                throw TrainingError.noData(refused: refused.count, first: refused.min())
            }
            // Without a step that could be taken an epoch has no loss, not one of 0, which would be the best of all.
            let labels = state.progress.labelSum
            let loss = labels > 0 ? state.progress.lossSum / Double(labels) : nil
            state.progress.epoch += 1
            state.progress.batch = 0
            state.progress.lossSum = 0
            state.progress.labelSum = 0
            if state.progress.epoch.isMultiple(of: options.evaluateEvery) || state.progress.epoch == options.epochs {
                try evaluate(&state, with: evaluator, loss: loss, totalSteps: totalSteps, log: log, report: report)
                pace.pause()
            }
            try save(state, report: report)
        }
        return .finished
    }

    /// The configuration with the corpus's statistics where its front end takes them: those of the run that goes on,
    /// of the model that it starts from, or measured over the data.
    private func measured(_ checkpoint: Checkpoint?, cache: AudioCache) throws -> TrainingConfiguration {
        var configuration = configuration
        let normalization = configuration.model.frontEnd.normalization
        guard normalization.needsStatistics else { return configuration }
        let known = checkpoint?.configuration.model.frontEnd ?? initial?.configuration.frontEnd
        configuration.model.frontEnd.normalization = normalization.measured(
            by: try known?.normalization.statistics
                ?? .measured(over: train, frontEnd: configuration.model.frontEnd, cache: cache))
        return configuration
    }

    /// The model before the first step; its language model is that of the model that it starts from.
    private func start(_ configuration: TrainingConfiguration) throws -> Model {
        var own = configuration.model
        own.languageModel = initial?.configuration.languageModel
        var model = try Model(own, languageModel: initial?.languageModel, seed: configuration.training.seed)
        if let initial {
            guard initial.network.layout == model.network.layout, initial.alphabet == model.alphabet,
                initial.configuration.frontEnd == model.configuration.frontEnd
            else { throw TrainingError.otherShape }
            model.parameters = initial.parameters
        }
        return model
    }

    /// The utterances that can be trained on, with their durations; the others are refused by name.
    private static func admitted(
        _ utterances: [Utterance], alphabet: Alphabet, options: TrainingOptions, refuse: (Refusal) -> Void
    ) -> [Utterance] {
        utterances.compactMap { utterance in
            do throws(Refusal) {
                return try admit(utterance, alphabet: alphabet, options: options)
            } catch {
                refuse(error)
                return nil
            }
        }
    }

    /// The utterance with its duration.
    ///
    /// - Throws: ``Refusal`` where it cannot be read or spelt, its words are not its own, or it is too long.
    private static func admit(
        _ utterance: Utterance, alphabet: Alphabet, options: TrainingOptions
    ) throws(Refusal) -> Utterance {
        func refusal(_ reason: String) -> Refusal { Refusal(utterance: utterance.id, reason: reason) }
        var measured = utterance
        let spelt: (text: [Int], words: [Int]?)
        do {
            try measured.measureDuration()
            spelt.text = try alphabet.encode(utterance.text)
            // Their times are for splices alone.
            let words = options.augmentation.spliceShare > 0 ? utterance.words : nil
            spelt.words = try words.map { try alphabet.encode($0.map(\.text).joined(separator: " ")) }
        } catch {
            throw refusal("\(error)")
        }
        let duration = measured.duration ?? 0
        if let words = spelt.words {
            guard words == spelt.text else {
                throw refusal("its words are not its text. Align it anew (asr align --format manifest)")
            }
            if let end = utterance.words?.last?.end, end > duration + 0.1 {
                throw refusal(
                    "its words end at \(end) s, and it lasts \(duration) s: they count in seconds from its start")
            }
        }
        guard duration <= options.maximumSeconds else {
            throw refusal("it lasts \(duration) s, and maximum_seconds is \(options.maximumSeconds)")
        }
        return measured
    }

    /// The recordings of noise that can be read; found out first, so that a damaged one costs no clip.
    private func readable(
        _ noise: [Utterance], cache: AudioCache, refuse: (Refusal) -> Void
    ) -> [Utterance] {
        noise.filter { recording in
            do {
                return try !cache.samples(of: recording).isEmpty
            } catch {
                refuse(Refusal(utterance: recording.id, reason: "\(error)"))
                return false
            }
        }
    }

    /// Finds out, before any work is done, what will stop the run: options that contradict each other, or an output folder
    /// that holds another's work.
    ///
    /// - Returns: the checkpoint that the run goes on from, nil where it begins.
    /// - Throws: ``TrainingError``, and what reading a damaged checkpoint throws.
    @discardableResult
    public func check() throws -> Checkpoint? {
        try checkOptions()
        return try resumable()
    }

    /// The part of ``check()`` that is not about the output folder.
    public func checkOptions() throws {
        let options = configuration.training
        guard options.freeze <= configuration.model.network.layers else {
            throw TrainingError.tooManyFrozen(asked: options.freeze, layers: configuration.model.network.layers)
        }
        guard options.augmentation.noiseShare == 0 || !noise.isEmpty else { throw TrainingError.noNoise }
        guard options.augmentation.spliceShare == 0 || train.contains(where: { $0.words?.isEmpty == false }) else {
            throw TrainingError.noWordTimes
        }
    }

    /// The checkpoint in the output folder, nil where there is none.
    private func resumable() throws -> Checkpoint? {
        guard FileManager.default.fileExists(atPath: checkpointURL.path) else {
            let model = output.appendingPathComponent(Model.weightsFile).path
            guard !FileManager.default.fileExists(atPath: model) else { throw TrainingError.modelThere(path: model) }
            return nil
        }
        guard resume else { throw TrainingError.alreadyThere(path: checkpointURL.path) }
        return try Checkpoint(contentsOf: checkpointURL)
    }

    /// Makes the folder of a new run and writes its configuration there.
    private func prepareFolder(_ configuration: TrainingConfiguration) throws {
        let folder = checkpointURL.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ModelError.unwritable(path: folder.path, reason: error.systemReason)
        }
        try ConfigurationFile.write(configuration, to: folder.appendingPathComponent(Model.configurationFile))
    }

    private func save(_ state: TrainingState, report: (TrainingEvent) -> Void) throws {
        try state.checkpoint.write(to: checkpointURL, layout: state.model.network.layout)
        report(.saved(checkpointURL))
    }

    private func evaluate(
        _ state: inout TrainingState, with evaluator: DevEvaluator, loss: Double?, totalSteps: Int, log: TrainingLog,
        report: (TrainingEvent) -> Void
    ) throws {
        var model = state.model
        let share = configuration.training.initialShare
        model.parameters =
            if share > 0, let initial {
                zip(state.evaluated, initial.parameters).map { $0 + share * ($1 - $0) }
            } else {
                state.evaluated
            }
        let scores = evaluator.scores(of: model)
        let record = TrainingRecord(
            step: state.progress.step, epoch: Double(state.progress.epoch), loss: loss,
            learningRate: Double(state.rate(totalSteps: totalSteps)), wer: scores.total?.wer,
            cer: scores.total?.cer, sets: scores.sets.isEmpty ? nil : scores.sets)
        try log.append(record)
        let isBest = state.progress.record(
            score: record.score, patience: configuration.training.schedule.patience)
        if isBest { try model.save(to: output) }
        report(.evaluated(record, isBest: isBest))
    }
}
