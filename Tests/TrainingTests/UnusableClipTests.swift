import Foundation
import Recognition
import Testing
import Training

/// Clips that only turn out to be unusable once training reads them.
@Suite struct UnusableClipTests {
    private let folder: WAVFolder

    init() throws {
        folder = try WAVFolder()
    }

    private var configuration: TrainingConfiguration {
        var configuration = TrainingConfiguration()
        configuration.model.network.layers = 1
        configuration.model.network.hiddenSize = 4
        configuration.training.epochs = 3
        configuration.training.batchSeconds = 2
        return configuration
    }

    /// A clip whose header is sound, and whose samples are not numbers after the first two seconds.
    private func notANumber() throws -> Utterance {
        var samples = [Float](repeating: 0.1, count: 40_000)
        samples[39_000] = .nan
        return Utterance(id: "nan", audio: try folder.write(samples, to: "nan.wav"), duration: 2.5, text: "a")
    }

    private func notAudio() throws -> Utterance {
        let path = folder.path("text.wav")
        try Data(repeating: 65, count: 4000).write(to: URL(fileURLWithPath: path))
        return Utterance(id: "text", audio: path, duration: 1, text: "a")
    }

    private func good() throws -> [Utterance] {
        try (0..<4).map { index in
            let audio = try folder.writeTone(300 + 300 * Double(index), seconds: 1, to: "\(index).wav")
            return Utterance(id: "\(index)", audio: audio, duration: 1, text: index % 2 == 0 ? "a" : "be")
        }
    }

    private func run(_ utterances: [Utterance], dev: [Utterance] = []) async throws -> (
        refused: [String], losses: [Double]
    ) {
        var refused: [String] = []
        var losses: [Double] = []
        let trainer = Trainer(
            configuration, train: utterances, dev: dev.isEmpty ? [] : [.init(name: "dev", utterances: dev)],
            output: folder.url.appendingPathComponent("model"))
        _ = try await trainer.run { event in
            switch event {
            case .refused(let refusal): refused.append(refusal.description)
            case .stepped(let record, _, _): losses.append(record.loss ?? .nan)
            case .skippedBatch(_, let utterances): Issue.record("skipped \(utterances)")
            default: break
            }
        }
        return (refused, losses)
    }

    /// Each is named once, with its file, however many epochs there are; the others are trained on.
    @Test func theyAreNamedOnceAndSkipped() async throws {
        let bad = [try notANumber(), try notAudio()]
        let result = try await run(bad + good())
        #expect(result.refused.count == 2)
        for utterance in bad {
            #expect(result.refused.contains { $0.hasPrefix("\(utterance.id): ") && $0.contains(utterance.audio) })
        }
        #expect(!result.losses.isEmpty && result.losses.allSatisfy { $0.isFinite && $0 > 0 })
    }

    /// In a dev set they are named too, and the others are evaluated.
    @Test func theyAreNamedInDevSetsToo() async throws {
        let result = try await run(good(), dev: [try notANumber()] + good())
        #expect(result.refused.count == 1 && result.refused[0].hasPrefix("nan: "))
        let log = TrainingLog(folder.url.appendingPathComponent("model/training/log.jsonl"))
        #expect(try log.records().filter { $0.wer != nil }.count == 3)
    }

    /// A run that could read nothing has trained nothing: it says so, and leaves no model behind.
    @Test func aRunWithNothingButThemIsAnError() async throws {
        let utterances = [try notANumber(), try notAudio()]
        let error = try await #require(throws: TrainingError.self) { try await run(utterances) }
        guard case .noData(refused: 2, first: _?) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("model/model.safetensors")))
    }
}
