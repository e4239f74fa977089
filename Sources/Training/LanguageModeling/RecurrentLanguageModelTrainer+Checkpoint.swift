import Foundation
import Recurrent
import Safetensors

extension RecurrentLanguageModelTrainer {
    /// What a training is of: a checkpoint of another cannot be gone on from.
    private struct Run: Codable, Equatable {
        var options: Options
        /// A number that other texts do not give.
        var texts: UInt64
    }

    private enum Key {
        static let run = "run"
        static let place = "place"
        /// The optimiser's own steps: none where a gradient was not finite.
        static let updates = "updates"
        static let parameters = "parameters"
        static let firstMoment = "first_moment"
        static let secondMoment = "second_moment"
    }

    private var run: Run { Run(options: options, texts: texts.fingerprint) }

    /// Writes all that a training needs to go on as if it had never stopped, atomically.
    public func writeCheckpoint(to url: URL) throws {
        var file = SafetensorsFile(metadata: [
            Key.run: try SafetensorsFile.text(run), Key.place: try SafetensorsFile.text(place),
            Key.updates: try SafetensorsFile.text(optimizer.step),
        ])
        file.add(parameters, of: words.layout, as: Key.parameters)
        file.add(optimizer.firstMoment, of: words.layout, as: Key.firstMoment)
        file.add(optimizer.secondMoment, of: words.layout, as: Key.secondMoment)
        try file.write(to: url)
    }

    /// Goes on from a checkpoint.
    ///
    /// - Throws: `TrainingError.otherRun` where it is one of other texts or options.
    public mutating func resume(from url: URL) throws {
        let file = try SafetensorsFile(contentsOf: url)
        guard try file.decoded(Key.run, path: url.path) == run else { throw TrainingError.otherRun(path: url.path) }
        func values(_ part: String) throws -> [Float] {
            try file.values(of: words.layout, part: part, path: url.path)
        }
        let place: Place = try file.decoded(Key.place, path: url.path)
        let updates: Int = try file.decoded(Key.updates, path: url.path)
        guard (0...options.epochs).contains(place.epoch), place.batch >= 0, place.step >= 0, updates >= 0 else {
            throw SafetensorsError.malformed(path: url.path, reason: "no training comes to such a place")
        }
        optimizer = AdamW(
            options.optimizer, step: updates, firstMoment: try values(Key.firstMoment),
            secondMoment: try values(Key.secondMoment))
        parameters = try values(Key.parameters)
        self.place = place
    }
}
