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
    ///
    /// Long recordings go through the network in windows, so that its memory does not grow with their length: pieces of
    /// half a minute, each with ten seconds of look-ahead. Up to the length of one window nothing is cut.
    public func logProbabilities(of features: Features) throws -> LogProbabilities {
        let input = Matrix(rows: features.frames, columns: features.dimension, values: features.values)
        let stride = model.configuration.network.stride
        let total = model.network.steps(frames: features.frames)
        let piece = Int((Self.pieceSeconds / model.stepDuration).rounded())
        let ahead = Int((Self.lookaheadSeconds / model.stepDuration).rounded())
        var stream = NetworkStream(model.network)
        var logits: [Float] = []
        logits.reserveCapacity(total * model.alphabet.count)
        var start = 0
        while start < total {
            let isLast = start + piece + ahead >= total
            let steps = isLast ? total - start : piece
            let end = isLast ? features.frames : (start + piece + ahead) * stride
            logits +=
                stream.advance(
                    input.rows(start * stride..<end), steps: steps, parameters: model.parameters
                ).values
            start += steps
        }
        return try LogProbabilities(logits: logits, frames: total, labels: model.alphabet.count)
    }

    /// Seconds of a piece of a long recording, and of the look-ahead behind it.
    static let pieceSeconds = 30.0
    static let lookaheadSeconds = 10.0

    /// The decoder's results, best first.
    public func hypotheses(for posteriors: LogProbabilities) -> [Hypothesis] {
        switch decoding {
        case .greedy: [GreedyDecoder().decode(posteriors)]
        case .beam(let options): PrefixBeamSearch(options: options).decode(posteriors)
        }
    }
}
