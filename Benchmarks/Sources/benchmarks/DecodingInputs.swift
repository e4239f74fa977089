import CTC
import Foundation
import LanguageModel
import Recognition

/// A model's log-probabilities of clips, and its language model as ARPA, on disk, the same for both sides.
struct DecodingInputs {
    /// The weights and the alphabet.
    struct Shape: Codable {
        var alphabet: [String]
        /// Steps of each clip.
        var frames: [Int]
        var beam: Int
        /// How far below the best a prefix is dropped, in nats; negative.
        var prune: Float
        var weight: Double
        var wordBonus: Double
        var unknown: Double
    }

    /// The letters that an unknown word costs here, whatever its length: the rivals know no weight of its letters, and
    /// without any a whole sentence as one such word would be the best text.
    private static let unknownLength = 6.0

    let shape: Shape
    let posteriors: [LogProbabilities]
    let scorer: WordScorer

    /// Runs the network on the first minute of the clips, and writes what both sides read.
    ///
    /// - Returns: the clips' length in seconds.
    static func write(_ bench: Bench) throws -> Double {
        let model = try Model(folder: URL(fileURLWithPath: bench.model))
        guard let languageModel = model.languageModel, let options = model.configuration.languageModel else {
            throw BenchmarkError.unreadable(path: bench.model, expected: "a model with a language model")
        }
        let recognizer = Recognizer(model)
        var (posteriors, samples) = ([LogProbabilities](), 0)
        for clip in bench.clips.samples where samples < 60 * Clips.sampleRate {
            posteriors.append(try recognizer.logProbabilities(of: clip))
            samples += clip.count
        }
        try Floats.write(posteriors.flatMap(\.values), to: bench.folder.appendingPathComponent("posteriors.f32"))
        try languageModel.unpacked().writeARPA(to: bench.folder.appendingPathComponent("lm.arpa").path)
        try languageModel.write(to: bench.folder.appendingPathComponent("lm.bin").path)
        let search = PrefixBeamSearch.Options()
        let shape = Shape(
            alphabet: model.alphabet.labels, frames: posteriors.map(\.frames),
            beam: search.beamWidth, prune: search.pruneThreshold, weight: options.weight, wordBonus: options.wordBonus,
            unknown: options.unknown + Self.unknownLength * options.unknownLetter)
        try JSONEncoder().encode(shape).write(to: bench.folder.appendingPathComponent("decoding.json"))
        return Double(samples) / Double(Clips.sampleRate)
    }

    /// Reads it back.
    init(folder: URL) throws {
        let shape = try JSONDecoder().decode(
            Shape.self, from: Data(contentsOf: folder.appendingPathComponent("decoding.json")))
        let alphabet = try Alphabet(labels: shape.alphabet)
        let values = try Floats.read(
            folder.appendingPathComponent("posteriors.f32"), count: shape.frames.reduce(0, +) * alphabet.count)
        var start = 0
        posteriors = try shape.frames.map { frames in
            defer { start += frames * alphabet.count }
            return try LogProbabilities(
                frames: frames, labels: alphabet.count,
                values: Array(values[start..<start + frames * alphabet.count]))
        }
        var options = LanguageModelOptions()
        (options.weight, options.wordBonus, options.unknown) = (shape.weight, shape.wordBonus, shape.unknown)
        options.unknownLetter = 0
        scorer = WordScorer(
            try LanguageModel(contentsOf: folder.appendingPathComponent("lm.bin").path), options: options,
            alphabet: alphabet)
        self.shape = shape
    }

    /// What both sides look for, of the texts that one of them found: the sum of ln P(labels), over all paths with one
    /// space between words (both find more by letting spaces repeat), and the weights of the words. Minus infinity where a
    /// text does not fit its clip.
    func score(_ texts: [String]) throws -> Double {
        let alphabet = try Alphabet(labels: shape.alphabet)
        return try zip(texts, posteriors).reduce(0) { sum, clip in
            let (text, posteriors) = clip
            let labels = try alphabet.encode(text)
            let loss = try CTCLoss.evaluate(
                CTCLoss.Utterance(
                    logits: posteriors.values, frames: posteriors.frames, labelCount: posteriors.labels,
                    labels: labels)
            ).loss
            var scorer = scorer
            var state = scorer.start
            var weight = 0.0
            for label in labels {
                let (gain, next) = scorer.extend(state, by: label)
                weight += gain
                state = next
            }
            return sum - loss + weight + scorer.end(state)
        }
    }
}
