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

    private var warps: [Float] { model.warps(for: decoding) }

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
        return try transcribe(AudioReader(path: path, raw: raw, sampleRate: rate, channel: channel))
    }

    /// Transcribes what a reader at the model's rate gives, in memory that does not grow with its length.
    ///
    /// - Throws: `AudioError` where it cannot be read.
    public func transcribe(_ reader: AudioReader) throws -> Transcript {
        let rate = model.configuration.frontEnd.sampleRate
        return try transcribe {
            try PosteriorStream.run(model, warps: warps, blocks: { try reader.read(upTo: 10 * rate) }, $0)
        }
    }

    /// Transcribes samples in [−1, 1] at the model's rate.
    public func transcribe(samples: [Float]) throws -> Transcript {
        try transcribe { try PosteriorStream.run(model, warps: warps, samples: samples, $0) }
    }

    /// Transcribes as one utterance what a run of the network gives, which returns the recording's length in seconds.
    private func transcribe(_ run: ((LogProbabilities) -> Void) throws -> Double) rethrows -> Transcript {
        var decoder = UtteranceDecoder(model, decoding: decoding)
        let duration = try run { decoder.advance($0) }
        return decoder.transcripts(end: duration)[0]
    }

    /// The network's output for samples in [−1, 1] at the model's rate, one row a step, as it is decoded.
    public func logProbabilities(of samples: [Float]) throws -> LogProbabilities {
        var result = LogProbabilities(labels: model.alphabet.count)
        _ = try PosteriorStream.run(model, warps: warps, samples: samples) { result.append($0) }
        return result
    }
}
