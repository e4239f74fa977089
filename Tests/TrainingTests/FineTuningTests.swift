import CTC
import Foundation
import LanguageModel
import Recognition
import Recurrent
import Synchronization
import Testing
import Training

/// Low tones say "a", high ones "b": a tiny base, and what is made of it.
@Suite struct FineTuningTests {
    private let folder: WAVFolder
    private let words: [Utterance]

    init() throws {
        let folder = try WAVFolder()
        self.folder = folder
        words = try (0..<12).map { index in
            let isHigh = index.isMultiple(of: 2)
            let seconds = 0.5 + 0.05 * Double(index)
            let audio = try folder.writeTone(
                (isHigh ? 2000 : 300) * (1 + 0.02 * Double(index)), seconds: seconds, to: "\(index).wav")
            return Utterance(id: "\(index)", audio: audio, duration: seconds, text: isHigh ? "b" : "a")
        }
    }

    private func base(languageModel: LanguageModel? = nil) throws -> Model {
        var configuration = ModelConfiguration()
        configuration.network.layers = 2
        configuration.network.hiddenSize = 12
        configuration.network.dropout = 0
        // A tone is told from another by its mean.
        configuration.frontEnd.normalization = .none
        configuration.name = "base"
        configuration.languageModel = .init()
        return try Model(configuration, languageModel: languageModel, seed: 5)
    }

    private func options(epochs: Int) -> FineTuningOptions {
        var options = FineTuningOptions()
        options.epochs = epochs
        options.batchSeconds = 1.5
        options.rate = 1e-2
        options.averageDecay = 0
        options.baseShare = 0
        options.earlyStopping = 0
        options.augmentation = .off
        return options
    }

    private func output(_ name: String) -> URL { folder.url.appendingPathComponent(name) }

    /// Each entry's parameters by its name.
    private func parameters(of model: Model) -> [String: ArraySlice<Float>] {
        Dictionary(uniqueKeysWithValues: model.network.layout.entries.map { ($0.name, model.parameters[$0.range]) })
    }

    @Test func learnsTheUsersWordsAndTells() async throws {
        let tuning = try FineTuning(
            base(), options: options(epochs: 200), name: "mine", train: words,
            dev: [
                .init(name: "mine", utterances: words),
                .init(name: "other", utterances: Array(words[..<4]), isReference: true),
            ],
            output: output("model"))
        var scored: [String] = []
        var best: [Int] = []
        let summary = try #require(
            try await tuning.run { event in
                switch event {
                case .scoring(let set, let before): scored.append("\(set) \(before)")
                case .training(.evaluated(let record, isBest: true)): best.append(Int(record.epoch))
                default: break
                }
            })
        #expect(scored == ["mine true", "other true", "mine false", "other false"])
        #expect(summary.bestEpoch == best.last)
        #expect(summary.rows.map(\.name) == ["mine", "other"])
        #expect(summary.rows[0].utterances == 12)
        #expect(summary.rows[0].before.words.rate >= 0.9)
        #expect(summary.rows[0].after.words.rate == 0)
        #expect(!summary.rows[1].isForgotten)
        let model = try Model(folder: output("model"))
        #expect(model.configuration.name == "mine")
        #expect(try Recognizer(model).transcribe(file: words[0].audio).text == "b")
    }

    @Test func frozenLayersStayAndOthersMove() async throws {
        let base = try base()
        var options = options(epochs: 2)
        options.freeze = 1
        let initial = parameters(of: base)
        try await FineTuning(
            base, options: options, train: words, dev: [.init(name: "dev", utterances: words)], output: output("model")
        ).run { _ in }
        let checkpoint = try Checkpoint(contentsOf: output("model/training/checkpoint.safetensors"))
        for (entry, depth) in zip(base.network.layout.entries, base.network.depths) {
            let isEqual = Array(checkpoint.parameters[entry.range]) == Array(initial[entry.name] ?? [])
            #expect(isEqual == (depth == 0), "\(entry.name)")
        }
    }

    @Test func theBaseHasItsShare() async throws {
        let base = try base()
        var options = options(epochs: 1)
        options.baseShare = 0.25
        try await FineTuning(base, options: options, train: words, dev: [], output: output("model")).run { _ in }
        let trained = try Checkpoint(contentsOf: output("model/training/checkpoint.safetensors")).parameters
        let kept = try Model(folder: output("model")).parameters
        for index in kept.indices {
            let expected = 0.75 * trained[index] + 0.25 * base.parameters[index]
            #expect(abs(kept[index] - expected) <= 1e-3 * abs(expected) + 1e-6)
        }
        #expect(zip(trained, base.parameters).contains { abs($0 - $1) > 1e-4 })
    }

    @Test func theBeginningIsKeptWhereNothingIsBetter() async throws {
        let learnt = try FineTuning(
            base(), options: options(epochs: 200), train: words, dev: [.init(name: "dev", utterances: words)],
            output: output("learnt"))
        try await learnt.run { _ in }
        let base = try Model(folder: output("learnt"))
        var options = options(epochs: 20)
        options.earlyStopping = 2
        // Everything is called by the other's name: the dev set can only get worse.
        let wrong = words.map {
            Utterance(id: $0.id, audio: $0.audio, duration: $0.duration, text: $0.text == "a" ? "b" : "a")
        }
        var evaluations: [Double] = []
        let summary = try await FineTuning(
            base, options: options, train: wrong, dev: [.init(name: "dev", utterances: words)], output: output("kept")
        ).run { event in
            if case .training(.evaluated(let record, _)) = event { evaluations.append(record.epoch) }
        }
        #expect(summary?.bestEpoch == 0)
        #expect(evaluations == [0, 1, 2])
        #expect(try Model(folder: output("kept")).parameters == base.parameters)
    }

    @Test func forgettingIsSeen() async throws {
        let learnt = try FineTuning(
            base(), options: options(epochs: 200), train: words, dev: [.init(name: "dev", utterances: words)],
            output: output("learnt"))
        try await learnt.run { _ in }
        let wrong = words.map {
            Utterance(id: $0.id, audio: $0.audio, duration: $0.duration, text: $0.text == "a" ? "b" : "a")
        }
        let summary = try await FineTuning(
            Model(folder: output("learnt")), options: options(epochs: 200), train: wrong,
            dev: [
                .init(name: "dev", utterances: wrong), .init(name: "old", utterances: words, isReference: true),
            ], output: output("turned")
        ).run { _ in }
        let rows = try #require(summary?.rows)
        #expect(!rows[0].isForgotten && rows[0].after.words.rate < rows[0].before.words.rate)
        #expect(rows[1].isForgotten && rows[1].wordErrorRise == .infinity)
    }

    @Test func replayIsHeardInProportion() throws {
        let tuning = try FineTuning(
            base(), options: FineTuningOptions(), train: Array(words[..<4]), dev: [],
            replay: [.init(utterances: Array(words[4...]), share: 0.5)], output: output("model"))
        let own = words[..<4].reduce(0) { $0 + ($1.duration ?? 0) }
        let weighted = tuning.trainer.train.dropFirst(4).reduce(0) { $0 + $1.weight * ($1.duration ?? 0) }
        #expect(abs(weighted - 0.5 * own) < 1e-9)
    }

    @Test func anotherAlphabetKeepsWhatIsShared() throws {
        let base = try base()
        let alphabet = try Alphabet(characters: " abcéß")
        let model = try base.adopting(alphabet)
        #expect(model.alphabet == alphabet)
        #expect(model.languageModel == nil)
        let features = Matrix(
            rows: 30, columns: base.frontEnd.dimension,
            values: (0..<30 * base.frontEnd.dimension).map { sin(Float($0)) })
        let old = base.network.logits([features], parameters: base.parameters)[0]
        let new = model.network.logits([features], parameters: model.parameters)[0]
        #expect(new.columns == 7)
        for (label, letter) in ["<blank>", " ", "a", "b", "c", "e"].enumerated() {
            let source = try #require(base.alphabet.labels.firstIndex(of: letter))
            for row in 0..<new.rows {
                #expect(abs(new.values[7 * row + label] - old.values[29 * row + source]) < 1e-5)
            }
        }
    }

    @Test func theLanguageModelLearnsTheTexts() throws {
        var corpus = TextCorpus()
        for sentence in ["the cat sat", "the dog sat"] { try corpus.add(sentence) }
        let old = LanguageModel(try KneserNey(order: 2).estimate(corpus, vocabulary: corpus.vocabulary()))
        let tuning = try FineTuning(base(languageModel: old), train: words, dev: [], output: output("model"))
        let new = try #require(tuning.trainer.initial?.languageModel)
        #expect(new.vocabulary["cat"] != Vocabulary.unknown)
        let word = new.vocabulary["b"]
        // Three tenths of about a half, which is what the texts alone give it at the beginning of a sentence.
        #expect(exp(Double(new.score(word, after: new.start).logProbability)) > 0.1)
    }

    @Test("Beside a recurrent model the texts weigh as much of the whole, and it stays as it is to the rest")
    func theRecurrentModelMakesRoom() throws {
        var corpus = TextCorpus()
        for sentence in ["the cat sat", "the dog sat"] { try corpus.add(sentence) }
        let old = LanguageModel(try KneserNey(order: 2).estimate(corpus, vocabulary: corpus.vocabulary()))
        var network = NetworkConfiguration()
        (network.direction, network.layers, network.inputSize, network.hiddenSize) = (.forward, 1, 4, 4)
        let vocabulary = try Vocabulary(["cat", "the"])
        let shape = try WordNetwork(network, words: vocabulary.count)
        let recurrent = try RecurrentLanguageModel(
            shape, vocabulary: vocabulary, parameters: shape.layout.initialValues(seed: 2))
        let tuning = try FineTuning(
            base(languageModel: old.accompanied(by: recurrent)), train: words, dev: [],
            languageModel: .adapted(share: 0.3), output: output("model"))
        let start = try #require(tuning.trainer.initial)
        let new = try #require(start.languageModel)
        #expect(new.companion?.model.parameters == recurrent.parameters)
        // Half of 0.7, as of the half that was its own.
        let share = try #require(start.configuration.languageModel?.recurrentShare)
        #expect(abs(share - 0.35) < 1e-6)
        func probability(_ word: String, _ model: LanguageModel) -> Double {
            Double(exp(model.score(model.vocabulary[word], after: model.start).logProbability))
        }
        // "the" comes from the old model alone: 0.7 · (1 − 0.5) of what it was.
        #expect(abs(probability("the", new) * Double(1 - share) - 0.35 * probability("the", old)) < 0.01)
    }

    /// Stopped again and again and resumed, a run ends in the very bits of one that never stopped.
    @Test func aResumedRunIsBitEqual() async throws {
        func tuning(_ name: String, resume: Bool) throws -> FineTuning {
            var options = options(epochs: 4)
            options.baseShare = 0.2
            return try FineTuning(
                base(), options: options, train: Array(words[..<6]), dev: [.init(name: "dev", utterances: words)],
                replay: [.init(utterances: Array(words[6...]), share: 0.7)], output: output(name), resume: resume)
        }
        let whole = try await tuning("whole", resume: false).run { _ in }
        var runs = 0
        var summary: FineTuningSummary?
        while summary == nil {
            let isStopped = Mutex(false)
            var steps = 0
            summary = try await tuning("parts", resume: runs > 0).run(stop: { isStopped.withLock { $0 } }) { event in
                guard case .training(.stepped) = event else { return }
                steps += 1
                if steps == 5 { isStopped.withLock { $0 = true } }
            }
            runs += 1
        }
        #expect(summary?.bestEpoch == whole?.bestEpoch)
        #expect(runs > 2)
        for file in ["model.safetensors", "training/checkpoint.safetensors"] {
            #expect(
                try Data(contentsOf: output("whole").appendingPathComponent(file))
                    == Data(contentsOf: output("parts").appendingPathComponent(file)), "\(file)")
        }
    }

    @Test func stoppingWhileScoringAfterwardsGivesNoScores() async throws {
        let isStopped = Mutex(false)
        let tuning = try FineTuning(
            base(), options: options(epochs: 1), train: words, dev: [.init(name: "dev", utterances: words)],
            output: output("model"))
        var isInterrupted = false
        let summary = try await tuning.run(stop: { isStopped.withLock { $0 } }) { event in
            switch event {
            case .scoring(_, before: false): isStopped.withLock { $0 = true }
            case .interrupted(hasBegun: true): isInterrupted = true
            default: break
            }
        }
        #expect(summary == nil && isInterrupted)
        #expect(!FileManager.default.fileExists(atPath: tuning.summaryURL.path))
    }

    @Test func weightsThatRunAwayEndTheRunAndTheBestStay() async throws {
        var options = options(epochs: 40)
        options.rate = 1e30
        let base = try base()
        let tuning = try FineTuning(
            base, options: options, train: words, dev: [.init(name: "dev", utterances: words)],
            output: output("model"))
        var skipped = 0
        await #expect(throws: TrainingError.self) {
            try await tuning.run { event in
                if case .training(.skippedBatch) = event { skipped += 1 }
            }
        }
        #expect(skipped == 20)
        #expect(try Model(folder: output("model")).parameters.allSatisfy(\.isFinite))
    }

    @Test func leavingTheLoopStopsTheRun() async throws {
        let tuning = try FineTuning(
            base(), options: options(epochs: 1000), train: words, dev: [.init(name: "dev", utterances: words)],
            output: output("model"))
        for try await event in tuning.events() {
            if case .training(.stepped) = event { break }
        }
        let checkpoint = output("model/training/checkpoint.safetensors").path
        while !FileManager.default.fileExists(atPath: checkpoint) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try Checkpoint(contentsOf: URL(fileURLWithPath: checkpoint)).progress.epoch < 1000)
    }

    @Test func theDocumentedExampleRuns() async throws {
        try base().save(to: output("base"))
        let recordings = folder.url.appendingPathComponent("manifest.jsonl")
        let encoder = JSONEncoder()
        try Data(words.map { try encoder.encode($0) + Data("\n".utf8) }.joined()).write(to: recordings)
        let summary = try await tune(base: output("base"), recordings: recordings.path, output: output("mine"))
        #expect(summary?.rows.count == 1)
    }

    @Test func theDocumentedExampleIsTheOneThatRuns() throws {
        let here = URL(fileURLWithPath: #filePath)
        let source = try String(
            contentsOf: here.deletingLastPathComponent().appendingPathComponent("FineTuningExample.swift"),
            encoding: .utf8)
        let guide = try String(
            contentsOf: here.deletingLastPathComponent().appendingPathComponent("../../docs/finetuning.md"),
            encoding: .utf8)
        let function = try #require(source.range(of: "func tune")).lowerBound
        #expect(guide.contains(source[function...]))
    }
}
