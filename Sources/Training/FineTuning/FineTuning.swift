import CTC
import Foundation
import LanguageModel
import Recognition

/// Makes a model the user's: trains on from it on the user's speech, with some of the speech that it knows mixed in, and
/// measures what was won and what was lost.
///
/// The output folder is a model as ``Trainer`` writes it; it holds the best weights by the dev sets, those of the
/// beginning if none are better, at any time after the first evaluation.
public struct FineTuning: Sendable {
    /// Where the new model's language model comes from.
    public enum LanguageModelChoice: Sendable {
        /// The base's, with a model of the training texts that weighs so much beside all that it has, above 0 and below 1.
        case adapted(share: Double)
        /// The base's.
        case kept
        case none
        case other(LanguageModel)

        public static let standard = adapted(share: 0.3)
    }

    /// Speech that the model knows, heard again so that it is not forgotten (Robins 1995).
    public struct Replay: Sendable {
        public var utterances: [Utterance]
        /// Seconds of it that are heard for every second of the user's speech.
        public var share: Double

        /// - Precondition: the share is not negative.
        public init(utterances: [Utterance], share: Double) {
            precondition(share >= 0, "a negative share of replayed speech")
            self.utterances = utterances
            self.share = share
        }
    }

    public let base: Model
    /// What trains: its configuration says what the options came to for these data.
    public let trainer: Trainer

    /// - Parameters:
    ///   - base: the model to begin with.
    ///   - alphabet: the labels of the new model, if not the base's.
    ///   - name: what the new model is called, and `language` what it speaks (BCP 47); the base's if not given.
    ///   - train: the user's speech.
    ///   - dev: sets to find the best weights by, and sets of reference that show what is forgotten.
    ///   - noise: recordings without speech that augmentation adds.
    ///   - resume: go on from the checkpoint in the output folder where there is one.
    ///   - languageModel: the new model's. With another alphabet there is none but one of its own.
    /// - Throws: `NetworkError` where the alphabet is impossible, `LanguageModelError` where the texts have no words.
    public init(
        _ base: Model, options: FineTuningOptions = FineTuningOptions(), alphabet: Alphabet? = nil,
        name: String? = nil, language: String? = nil, train: [Utterance], dev: [Trainer.DevSet],
        replay: [Replay] = [], noise: [Utterance] = [], languageModel: LanguageModelChoice = .standard,
        output: URL, resume: Bool = false
    ) throws {
        self.base = base
        let alphabet = alphabet ?? base.alphabet
        let adopted = alphabet == base.alphabet ? base : try base.adopting(alphabet, seed: options.seed)
        var options = options
        if alphabet != base.alphabet { options.baseShare = 0 }
        var configuration = adopted.configuration
        configuration.name = name ?? configuration.name
        configuration.language = language ?? configuration.language
        let newLanguageModel: LanguageModel?
        switch languageModel {
        case .adapted(let share):
            // What learns the texts is the n-gram model: its share grows and the recurrent one's shrinks, so that the texts weigh
            // as much beside both together.
            let recurrent = adopted.languageModel?.companion == nil ? 0 : Double(configuration.languageModel?.recurrentShare ?? 0)
            let rest = 1 - share
            newLanguageModel = try adopted.languageModel?.adapted(
                to: train.map(\.text), share: share / (share + rest * (1 - recurrent)))
            if recurrent > 0 { configuration.languageModel?.recurrentShare = Float(rest * recurrent) }
        case .kept: newLanguageModel = adopted.languageModel
        case .none: newLanguageModel = nil
        case .other(let other): newLanguageModel = other
        }
        if newLanguageModel != nil { configuration.languageModel = configuration.languageModel ?? .init() }
        let start = try Model(configuration, parameters: adopted.parameters, languageModel: newLanguageModel)
        let (utterances, seconds) = Self.mixed(train, replay)
        trainer = Trainer(
            TrainingConfiguration(model: start.configuration, training: options.training(for: seconds)),
            train: utterances, dev: dev, noise: noise, output: output, initial: start, resume: resume)
    }

    /// The new model's folder.
    public var output: URL { trainer.output }
    /// What the run came to, as JSON.
    public var summaryURL: URL { output.appendingPathComponent("training/summary.json") }

    /// The user's speech and what is replayed beside it, with the weights that the shares ask for, and the seconds of an
    /// epoch.
    private static func mixed(_ train: [Utterance], _ replay: [Replay]) -> ([Utterance], Double) {
        var utterances = train.map(measured)
        let own = utterances.reduce(0) { $0 + $1.weight * ($1.duration ?? 0) }
        var total = own
        for replay in replay {
            var replayed = replay.utterances.map(measured)
            let seconds = replayed.reduce(0) { $0 + ($1.duration ?? 0) }
            guard seconds > 0 else { continue }
            for index in replayed.indices { replayed[index].weight = replay.share * own / seconds }
            utterances += replayed
            total += replay.share * own
        }
        return (utterances, total)
    }

    /// Runs to the end or until `stop` becomes true.
    ///
    /// - Parameter report: called with everything that happens, in order.
    /// - Returns: how good the model was and is, or nil where the run was stopped.
    @discardableResult
    public func run(
        stop: @Sendable () -> Bool = { false }, report: (FineTuningEvent) -> Void
    ) async throws -> FineTuningSummary? {
        let clock = ContinuousClock()
        let begin = clock.now
        // Before a minute is spent on scores.
        try trainer.check()
        let before = scores(of: base, isBefore: true, stop: stop, report: report)
        guard !stop() else {
            report(.interrupted(hasBegun: false))
            return nil
        }
        var refused = 0
        var skipped = 0
        let outcome = try await trainer.run(stop: stop) { event in
            switch event {
            case .refused: refused += 1
            case .skippedBatch: skipped += 1
            default: break
            }
            report(.training(event))
        }
        let after =
            outcome == .finished
            ? scores(of: try Model(folder: output), isBefore: false, stop: stop, report: report) : []
        // Scores of a part of the clips are none.
        guard outcome == .finished, !stop() else {
            report(.interrupted(hasBegun: true))
            return nil
        }
        let rows = zip(trainer.dev, zip(before, after)).map { set, scores in
            FineTuningSummary.Row(
                name: set.name, utterances: set.utterances.count, isReference: set.isReference,
                before: scores.0, after: scores.1)
        }
        let summary = FineTuningSummary(
            rows: rows, bestEpoch: try Checkpoint(contentsOf: trainer.checkpointURL).progress.bestEpoch,
            refused: refused, skippedBatches: skipped, seconds: (clock.now - begin) / .seconds(1))
        try ConfigurationFile.write(summary, to: summaryURL)
        report(.finished(summary))
        return summary
    }

    /// An utterance with its duration; one that cannot be read stays without, and the trainer refuses it by name.
    private static func measured(_ utterance: Utterance) -> Utterance {
        var utterance = utterance
        try? utterance.measureDuration()
        return utterance
    }

    private func scores(
        of model: Model, isBefore: Bool, stop: @Sendable () -> Bool, report: (FineTuningEvent) -> Void
    ) -> [FineTuningSummary.Rates] {
        let recognizer = Recognizer(model)
        return trainer.dev.map { set in
            report(.scoring(set: set.name, before: isBefore))
            let score = recognizer.score(set.utterances, stop: stop).report
            return .init(
                words: score.words, characters: score.characters, wordInterval: score.wordInterval)
        }
    }
}
