import CTC
import Foundation
import Signal

/// Turns recordings into text with a model.
public struct Recognizer: Sendable {
    public let model: Model
    public let decoding: Decoding

    /// - Parameter decoding: ``Model/decoding(_:)`` if not given.
    public init(_ model: Model, decoding: Decoding? = nil) {
        self.model = model
        self.decoding = decoding ?? model.decoding()
    }

    /// Transcribes a file of any format, rate and length, in memory that does not grow with its length.
    ///
    /// - Parameters:
    ///   - path: the file; "-" is standard input.
    ///   - raw: what the samples are, if no header says it.
    ///   - channel: the channels' average, or one of them.
    /// - Throws: `AudioError` where the file cannot be read.
    public func transcribe(
        file path: String, raw: RawFormat? = nil, channel: ChannelSelection = .mix
    ) throws -> Transcript {
        let rate = model.configuration.frontEnd.sampleRate
        let reader = try AudioReader(path: path, raw: raw, sampleRate: rate, channel: channel)
        return try transcribe { try reader.read(upTo: 10 * rate) }
    }

    /// Transcribes samples in [−1, 1] at the model's rate.
    public func transcribe(samples: [Float]) throws -> Transcript {
        var isRead = false
        return try transcribe {
            defer { isRead = true }
            return isRead ? [] : samples
        }
    }

    /// Transcribes blocks of samples up to an empty one as one utterance.
    private func transcribe(_ read: () throws -> [Float]) throws -> Transcript {
        var posteriors = PosteriorStream(model, window: .file)
        var decoder = UtteranceDecoder(model, decoding: decoding)
        var samples = 0
        while case let block = try read(), !block.isEmpty {
            samples += block.count
            decoder.advance(try posteriors.append(block))
        }
        decoder.advance(try posteriors.finish())
        return decoder.transcripts(end: Double(samples) / Double(model.configuration.frontEnd.sampleRate))[0]
    }

    /// The network's output for samples in [−1, 1] at the model's rate, one row a step.
    public func logProbabilities(of samples: [Float]) throws -> LogProbabilities {
        var stream = PosteriorStream(model, window: .file)
        var result = try stream.append(samples)
        result.append(try stream.finish())
        return result
    }
}
