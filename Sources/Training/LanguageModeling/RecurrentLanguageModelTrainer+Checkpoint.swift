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
        static let parameters = "parameters"
        static let firstMoment = "first_moment"
        static let secondMoment = "second_moment"
    }

    private var run: Run { Run(options: options, texts: texts.fingerprint) }

    /// Writes all that a training needs to go on as if it had never stopped, atomically.
    public func writeCheckpoint(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
        var file = SafetensorsFile(metadata: [Key.run: try text(run), Key.place: try text(place)])
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
        func decoded<T: Decodable>(_ key: String) throws -> T {
            guard let text = file.metadata[key], let value = try? JSONDecoder().decode(T.self, from: Data(text.utf8))
            else {
                throw SafetensorsError.malformed(path: url.path, reason: "it is no checkpoint of a recurrent language model")
            }
            return value
        }
        guard try decoded(Key.run) == run else { throw TrainingError.otherRun(path: url.path) }
        func values(_ part: String) throws -> [Float] {
            try file.values(of: words.layout, part: part, path: url.path)
        }
        let place: Place = try decoded(Key.place)
        optimizer = AdamW(
            options.optimizer, step: place.step, firstMoment: try values(Key.firstMoment),
            secondMoment: try values(Key.secondMoment))
        parameters = try values(Key.parameters)
        self.place = place
    }
}
