import Foundation
import LanguageModel
import Recognition
import Signal
import Synchronization
import Testing
import Training

/// A tiny network on clips of tones that stand for words.
@Suite struct TrainerTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("asr-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// 16-bit PCM at 16 kHz.
    private func writeWAV(_ samples: [Float], to url: URL) throws {
        var data = Data("RIFF".utf8)
        func append<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
        }
        append(UInt32(36 + 2 * samples.count))
        data.append(Data("WAVEfmt ".utf8))
        append(UInt32(16))
        append(UInt16(1))
        append(UInt16(1))
        append(UInt32(16_000))
        append(UInt32(32_000))
        append(UInt16(2))
        append(UInt16(16))
        data.append(Data("data".utf8))
        append(UInt32(2 * samples.count))
        for sample in samples { append(Int16(max(-1, min(1, sample)) * 32_767)) }
        try data.write(to: url)
    }

    /// Low tones say "a", high ones "be", of several lengths and pitches.
    private func utterances() throws -> [Utterance] {
        try (0..<10).map { index in
            let isHigh = index.isMultiple(of: 2)
            let pitch = (isHigh ? 2000.0 : 300.0) * (1 + 0.02 * Double(index))
            let count = 8000 + 800 * index
            let samples = (0..<count).map { sample in
                let inside = sample > count / 4 && sample < 3 * count / 4
                return Float(inside ? 0.5 * sin(2 * .pi * pitch * Double(sample) / 16_000) : 0)
            }
            let url = folder.appendingPathComponent("\(index).wav")
            try writeWAV(samples, to: url)
            return Utterance(
                id: "\(index)", audio: url.path, duration: Double(count) / 16_000, text: isHigh ? "be" : "a")
        }
    }

    private func configuration(epochs: Int) -> TrainingConfiguration {
        var configuration = TrainingConfiguration()
        configuration.model.network.layers = 1
        configuration.model.network.hiddenSize = 16
        configuration.training.epochs = epochs
        configuration.training.batchSeconds = 3
        configuration.training.schedule.peak = 1e-2
        configuration.training.schedule.warmup = 10
        configuration.training.averageDecay = 0.9
        configuration.training.augmentation.timeMasks = 1
        // Statistics that the trainer measures, and a resumed run takes from the checkpoint.
        configuration.model.frontEnd.normalization = .corpus(CorpusStatistics())
        return configuration
    }

    @Test func learnsItsClips() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let utterances = try utterances()
        let output = folder.appendingPathComponent("model")
        var configuration = configuration(epochs: 150)
        configuration.training.augmentation = .off
        configuration.training.evaluateEvery = 10
        let trainer = Trainer(
            configuration, train: utterances, dev: [.init(name: "same", utterances: utterances)],
            output: output)
        var evaluations: [TrainingRecord] = []
        let outcome = try await trainer.run { event in
            if case .evaluated(let record, _) = event { evaluations.append(record) }
        }
        #expect(outcome == .finished)
        #expect(evaluations.count == 15)
        #expect(try #require(evaluations[14].loss) < 0.1 * #require(evaluations[0].loss))
        let recognizer = Recognizer(try Model(folder: output), decoding: .greedy)
        for utterance in utterances {
            #expect(try recognizer.transcribe(file: utterance.audio).text == utterance.text)
        }
    }

    /// Stopped after some steps and resumed, again and again, a run ends in the very bits of one that never stopped.
    @Test func resumedRunIsBitEqual() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var utterances = try utterances()
        for index in 5..<10 { utterances[index].weight = 0.6 }
        let dev = [Trainer.DevSet(name: "same", utterances: utterances)]
        let whole = folder.appendingPathComponent("whole")
        _ = try await Trainer(configuration(epochs: 5), train: utterances, dev: dev, output: whole).run { _ in }

        let parts = folder.appendingPathComponent("parts")
        var runs = 0
        var outcome = TrainingOutcome.interrupted
        while outcome == .interrupted {
            let steps = Mutex(0)
            runs += 1
            outcome = try await Trainer(
                configuration(epochs: 5), train: utterances, dev: dev, output: parts, resume: runs > 1
            ).run(stop: {
                steps.withLock {
                    $0 += 1
                    return $0 == 3
                }
            }) { _ in }
        }
        #expect(runs > 2)
        for file in ["model.safetensors", "training/checkpoint.safetensors"] {
            #expect(
                try Data(contentsOf: whole.appendingPathComponent(file))
                    == Data(contentsOf: parts.appendingPathComponent(file)), "\(file)")
        }
    }

    @Test func theLanguageModelGoesOnWithTheModel() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let utterances = try utterances()
        var corpus = TextCorpus()
        try corpus.add("a word")
        let languageModel = LanguageModel(try KneserNey(order: 2).estimate(corpus, vocabulary: corpus.vocabulary()))
        let first = folder.appendingPathComponent("first")
        _ = try await Trainer(configuration(epochs: 1), train: utterances, dev: [], output: first).run { _ in }
        let trained = try Model(folder: first)
        var own = trained.configuration
        var weights = LanguageModelOptions()
        weights.wordBonus = 3
        own.languageModel = weights
        let output = folder.appendingPathComponent("model")
        let initial = try Model(own, parameters: trained.parameters, languageModel: languageModel)
        _ = try await Trainer(configuration(epochs: 1), train: utterances, dev: [], output: output, initial: initial)
            .run { _ in }
        let model = try Model(folder: output)
        #expect(model.configuration.languageModel == weights)
        #expect(model.languageModel?.vocabulary == languageModel.vocabulary)
    }

    @Test func unusableClipsAreNamedOnceAndLeftOut() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var utterances = try utterances()
        utterances[1].text = "ß"
        utterances[2].text = String(repeating: "a b ", count: 40)
        utterances[3].audio = folder.appendingPathComponent("gone.wav").path
        var refused: [String] = []
        _ = try await Trainer(
            configuration(epochs: 2), train: utterances, dev: [], output: folder.appendingPathComponent("model")
        ).run { event in
            if case .refused(let refusal) = event { refused.append(refusal.utterance) }
        }
        #expect(refused.sorted() == ["1", "2", "3"])
    }

    @Test func otherRunsCheckpointIsRefused() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let utterances = try utterances()
        let output = folder.appendingPathComponent("model")
        _ = try await Trainer(configuration(epochs: 1), train: utterances, dev: [], output: output).run { _ in }
        await #expect(throws: TrainingError.self) {
            try await Trainer(configuration(epochs: 1), train: utterances, dev: [], output: output).run { _ in }
        }
        await #expect(throws: TrainingError.self) {
            try await Trainer(configuration(epochs: 2), train: utterances, dev: [], output: output, resume: true)
                .run { _ in }
        }
        // Batches are made by lengths.
        var others = utterances
        others[3].duration = 0.6
        await #expect(throws: TrainingError.self) {
            try await Trainer(configuration(epochs: 1), train: others, dev: [], output: output, resume: true)
                .run { _ in }
        }
    }
}
