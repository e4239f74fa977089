import CTC
import Signal

/// Finds where in a recording each word of a known text is spoken.
public struct Aligner: Sendable {
    public let model: Model

    public init(_ model: Model) {
        self.model = model
    }

    /// Aligns a file of any format, rate and length. Memory grows by about 120 MB an hour, for the text's scores.
    ///
    /// - Parameters:
    ///   - text: what is spoken, in the model's alphabet.
    ///   - path: the recording.
    ///   - channel: the channels' average, or one of them.
    /// - Throws: `AlphabetError` that names the characters the model does not know, `AudioError` where the file cannot be
    ///   read, `ForcedAlignmentError` where the text is too long for it.
    public func align(_ text: String, file path: String, channel: ChannelSelection = .mix) throws -> AlignedText {
        let rate = model.configuration.frontEnd.sampleRate
        return try align(text, AudioReader(path: path, sampleRate: rate, channel: channel))
    }

    /// Aligns what a reader at the model's rate gives: see ``align(_:file:channel:)``.
    public func align(_ text: String, _ reader: AudioReader) throws -> AlignedText {
        let labels = try model.alphabet.encode(text)
        let rate = model.configuration.frontEnd.sampleRate
        return try align(labels) {
            try PosteriorStream.run(model, warps: model.warps, blocks: { try reader.read(upTo: 10 * rate) }, $0)
        }
    }

    /// Aligns samples in [−1, 1] at the model's rate.
    public func align(_ text: String, samples: [Float]) throws -> AlignedText {
        try align(try model.alphabet.encode(text)) {
            try PosteriorStream.run(model, warps: model.warps, samples: samples, $0)
        }
    }

    /// Aligns labels with what a run of the network gives, which returns the recording's length in seconds.
    private func align(
        _ labels: [Int], _ run: ((LogProbabilities) -> Void) throws -> Double
    ) throws -> AlignedText {
        var logProbabilities = LogProbabilities(labels: model.alphabet.count)
        let duration = try run { logProbabilities.append($0) }
        return AlignedText(
            try ForcedAlignment(of: labels, to: logProbabilities), alphabet: model.alphabet, step: model.stepDuration,
            duration: duration)
    }
}
