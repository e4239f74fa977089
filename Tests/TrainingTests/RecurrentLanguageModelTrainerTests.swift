import Foundation
import LanguageModel
import Testing
import Training

@Suite struct RecurrentLanguageModelTrainerTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("asr-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func trainer(of text: String = "the cat sat\na dog sat on the cat\nthe dog", seed: UInt64 = 1) throws
        -> RecurrentLanguageModelTrainer
    {
        let file = folder.appendingPathComponent("text.txt")
        try Data(text.utf8).write(to: file)
        var corpus = TextCorpus()
        try corpus.read(file.path)
        var options = RecurrentLanguageModelTrainer.Options()
        options.network.inputSize = 8
        options.network.hiddenSize = 8
        options.epochs = 3
        options.batchWords = 16
        options.noise = 8
        options.seed = seed
        return try RecurrentLanguageModelTrainer(WeightedTexts([(corpus, 10)], limit: 100), options: options)
    }

    /// Runs a trainer for so many steps at most; returns whether it came to its end.
    private func run(_ trainer: inout RecurrentLanguageModelTrainer, steps: Int, checkpoint: URL) throws -> Bool {
        var asked = 0
        return try trainer.run(
            report: { _ in }, endOfEpoch: { _, _ in }, checkpoint: { try $0.writeCheckpoint(to: checkpoint) },
            goesOn: {
                asked += 1
                return asked <= steps
            })
    }

    @Test("What is stopped within an epoch goes on with the very numbers of what is not", arguments: [1, 3, 7, 11])
    func resumes(steps: Int) throws {
        let checkpoint = folder.appendingPathComponent("checkpoint")
        defer { try? FileManager.default.removeItem(at: folder) }
        var whole = try trainer()
        #expect(try run(&whole, steps: .max, checkpoint: checkpoint))
        var part = try trainer()
        var stops = 0
        while try !run(&part, steps: steps, checkpoint: checkpoint) {
            part = try trainer()
            try part.resume(from: checkpoint)
            stops += 1
        }
        #expect(stops > 1)
        #expect(try part.model.parameters == whole.model.parameters)
    }

    @Test func anotherRunIsRefused() throws {
        let checkpoint = folder.appendingPathComponent("checkpoint")
        defer { try? FileManager.default.removeItem(at: folder) }
        var first = try trainer()
        #expect(try !run(&first, steps: 2, checkpoint: checkpoint))
        for var other in try [trainer(seed: 2), trainer(of: "the cat sat\na dog sat on the cat\nthe cat dog")] {
            #expect(throws: TrainingError.otherRun(path: checkpoint.path)) { try other.resume(from: checkpoint) }
        }
        let bytes = try Data(contentsOf: checkpoint)
        try bytes.prefix(bytes.count - 4).write(to: checkpoint)
        var same = try trainer()
        #expect(throws: (any Error).self) { try same.resume(from: checkpoint) }
    }
}
