import CTC
import Foundation
import Recognition
import Recurrent

/// The dev sets of a run, their features made once and kept.
struct DevEvaluator: Sendable {
    private struct Set: Sendable {
        let name: String
        /// Batches of utterances of like length.
        let batches: [[Example]]
    }

    private let sets: [Set]
    /// Utterances that cannot be evaluated.
    let refusals: [Refusal]

    init(_ sets: [Trainer.DevSet], model: Model, cache: AudioCache) async throws {
        let loader = ExampleLoader(model: model, cache: cache)
        var loaded: [Set] = []
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
            loaded.append(Set(name: set.name, batches: batches))
        }
        self.sets = loaded
        self.refusals = refusals
    }

    /// Greedy error rates on each set and on all together; nil without a dev set.
    func scores(of model: Model) -> (wer: Double, cer: Double, sets: [TrainingRecord.Score])? {
        guard sets.contains(where: { !$0.batches.isEmpty }) else { return nil }
        var words = ErrorCounts()
        var characters = ErrorCounts()
        var scores: [TrainingRecord.Score] = []
        let decoder = GreedyDecoder()
        for set in sets {
            var setWords = ErrorCounts()
            var setCharacters = ErrorCounts()
            for batch in set.batches {
                let logits = model.network.logits(batch.map(\.features), parameters: model.parameters)
                for (example, logits) in zip(batch, logits) {
                    guard
                        let posteriors = try? LogProbabilities(
                            logits: logits.values, frames: logits.rows, labels: logits.columns)
                    else { continue }
                    let hypothesis = model.alphabet.decode(decoder.decode(posteriors).labels)
                    let reference = model.alphabet.decode(example.labels)
                    setWords += ErrorCounts(words: reference, hypothesis)
                    setCharacters += ErrorCounts(characters: reference, hypothesis)
                }
            }
            scores.append(.init(name: set.name, wer: setWords.rate, cer: setCharacters.rate))
            words += setWords
            characters += setCharacters
        }
        return (words.rate, characters.rate, scores)
    }
}

struct ErrorCounts {
    var errors = 0, total = 0
    init() {}
    init<T: Equatable>(_ a: [T], _ b: [T]) {
        var row = Array(0...b.count)
        for i in 0..<a.count {
            var diagonal = row[0]
            row[0] = i + 1
            for j in 0..<b.count {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        errors = row[b.count]; total = a.count
    }
    init(words a: String, _ b: String) { self.init(a.split(separator: " "), b.split(separator: " ")) }
    init(characters a: String, _ b: String) { self.init(Array(a), Array(b)) }
    var rate: Double { Double(errors) / Double(max(1, total)) }
    static func += (l: inout Self, r: Self) { l.errors += r.errors; l.total += r.total }
}
