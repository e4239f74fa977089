import CTC
import Foundation
import Recognition
import Recurrent

/// The dev sets of a run, their features made once and kept.
struct DevEvaluator: Sendable {
    private struct LoadedSet: Sendable {
        let name: String
        let isReference: Bool
        /// Batches of utterances of like length.
        let batches: [[Example]]
    }

    private let sets: [LoadedSet]
    /// Utterances that cannot be evaluated.
    let refusals: [Refusal]

    init(_ sets: [Trainer.DevSet], model: Model, cache: AudioCache) async throws {
        let loader = ExampleLoader(model: model, cache: cache)
        var loaded: [LoadedSet] = []
        var refusals: [Refusal] = []
        for set in sets {
            let utterances = set.utterances
            var ahead = Lookahead(0..<utterances.count, depth: 8) { index in
                Result { () throws(Refusal) in try loader.load(utterances[index]) }
            }
            var examples: [Example] = []
            while let result = await ahead.next() {
                switch result {
                case .success(let example): examples.append(example)
                case .failure(let refusal): refusals.append(refusal)
                }
            }
            examples.sort { $0.features.rows < $1.features.rows }
            let size = 32
            let batches = stride(from: 0, to: examples.count, by: size).map {
                Array(examples[$0..<min($0 + size, examples.count)])
            }
            loaded.append(LoadedSet(name: set.name, isReference: set.isReference, batches: batches))
        }
        self.sets = loaded
        self.refusals = refusals
    }

    /// Greedy error rates on each set, and on all together but those of reference: nil where there is no other.
    func scores(of model: Model) -> (total: (wer: Double, cer: Double)?, sets: [TrainingRecord.Score]) {
        var words = ErrorCounts()
        var characters = ErrorCounts()
        var isScored = false
        var scores: [TrainingRecord.Score] = []
        for set in sets where !set.batches.isEmpty {
            let report = ScoreReport(set.batches.flatMap { Self.transcribe($0, with: model) })
            scores.append(.init(name: set.name, wer: report.words.rate, cer: report.characters.rate))
            if set.isReference { continue }
            words += report.words
            characters += report.characters
            isScored = true
        }
        return (isScored ? (words.rate, characters.rate) : nil, scores)
    }

    private static func transcribe(_ batch: [Example], with model: Model) -> [ScoreReport.Utterance] {
        let logits = model.network.logits(batch.map(\.features), parameters: model.parameters)
        return zip(batch, logits).map { example, logits in
            // Weights that have run away give logits that are no numbers: an empty hypothesis counts all as errors.
            let posteriors = try? LogProbabilities(
                logits: logits.values, frames: logits.rows, labels: logits.columns)
            let labels = posteriors.map { GreedyDecoder().decode($0).labels } ?? []
            return ScoreReport.Utterance(
                id: example.utterance.id, reference: model.alphabet.decode(example.labels),
                hypothesis: model.alphabet.decode(labels))
        }
    }
}
