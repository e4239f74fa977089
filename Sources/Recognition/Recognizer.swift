import CTC
import Foundation
import Recurrent
import Signal

/// Turns recordings into text with a model.
public struct Recognizer: Sendable {
    /// How log-probabilities become labels.
    public enum Decoding: Sendable, Equatable {
        /// The best label of each step.
        case greedy
        /// Prefix beam search.
        case beam(PrefixBeamSearch.Options)
    }

    public let model: Model
    public let decoding: Decoding

    public init(_ model: Model, decoding: Decoding = .beam(PrefixBeamSearch.Options())) {
        self.model = model
        self.decoding = decoding
    }

    /// Transcribes a file of any format, rate and length; its samples are never in memory all at once.
    ///
    /// - Throws: `AudioError` where the file cannot be read.
    public func transcribe(file path: String, channel: ChannelSelection = .mix) throws -> Transcript {
        let rate = model.configuration.frontEnd.sampleRate
        let reader = try AudioReader(path: path, sampleRate: rate, channel: channel)
        var stream = model.frontEnd.stream()
        var frames = Features(dimension: model.configuration.frontEnd.staticDimension)
        var samples = 0
        while true {
            let block = try reader.read(upTo: 10 * rate)
            if block.isEmpty { break }
            samples += block.count
            frames.append(stream.append(block))
        }
        frames.append(stream.finish())
        return try transcript(of: model.frontEnd.finish(frames), duration: Double(samples) / Double(rate))
    }

    /// Transcribes samples in [−1, 1] at the model's rate.
    public func transcribe(samples: [Float]) throws -> Transcript {
        let rate = model.configuration.frontEnd.sampleRate
        return try transcript(
            of: model.frontEnd.features(of: samples), duration: Double(samples.count) / Double(rate))
    }

    private func transcript(of features: Features, duration: Double) throws -> Transcript {
        guard features.frames > 0 else { return Transcript(text: "", words: [], duration: duration) }
        let posteriors = try logProbabilities(of: features)
        let best = hypotheses(for: posteriors).first ?? Hypothesis(labels: [], frames: [], logProbability: 0)
        let step = model.stepDuration
        let words = best.words(in: posteriors, alphabet: model.alphabet).map { word in
            Transcript.Word(
                word: word.text, start: min(Double(word.startFrame) * step, duration),
                end: min(Double(word.endFrame) * step, duration), confidence: Double(word.confidence))
        }
        return Transcript(text: model.alphabet.decode(best.labels), words: words, duration: duration)
    }

    /// The network's output for an utterance's features, one row a step.
    public func logProbabilities(of features: Features) throws -> LogProbabilities {
        let input = Matrix(rows: features.frames, columns: features.dimension, values: features.values)
        let logits = model.network.logits([input], parameters: model.parameters)[0]
        return try LogProbabilities(logits: logits.values, frames: logits.rows, labels: logits.columns)
    }

    /// The decoder's results, best first.
    public func hypotheses(for posteriors: LogProbabilities) -> [Hypothesis] {
        switch decoding {
        case .greedy: [GreedyDecoder().decode(posteriors)]
        case .beam(let options): PrefixBeamSearch(options: options).decode(posteriors)
        }
    }
}
