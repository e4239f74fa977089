import ArgumentParser
import Foundation
import Recognition
import Training

struct Train: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Train a model from recordings and their texts.")

    @Option(name: .long, parsing: .upToNextOption) var train: [String]
    @Option(name: .long, parsing: .upToNextOption) var dev: [String] = []
    @Option var config: String
    @Option var output: String
    @Flag var resume = false

    func run() async throws {
        let configuration = try TrainingConfiguration(contentsOf: URL(fileURLWithPath: config))
        let utterances = try train.flatMap { try Manifest.read($0).utterances }
        let sets = try dev.map { Trainer.DevSet(name: $0, utterances: try Manifest.read($0).utterances) }
        let trainer = Trainer(
            configuration, train: utterances, dev: sets, output: URL(fileURLWithPath: output), resume: resume)
        _ = try await trainer.run { event in
            switch event {
            case .stepped(let r, let total, let remaining):
                if r.step % 20 == 0 { print(r.step, total, r.loss, r.gradientNorm ?? 0, r.audioRate ?? 0, Int(remaining)) }
            case .saved: break
            default: print(event)
            }
        }
    }
}
