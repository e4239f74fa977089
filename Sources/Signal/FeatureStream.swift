/// Features, with deltas and normalisation, from blocks of samples.
///
/// What all calls return together is bit-equal to the features of the whole utterance, however its samples are cut into
/// blocks. Deltas and a sliding normalisation delay as far as they look ahead; normalisation by the utterance gives
/// everything at its end.
public struct FeatureStream: Sendable {
    private var frames: FrameStream
    private var finisher: FeatureFinisher

    init(_ frames: FrameStream, _ finisher: FeatureFinisher) {
        self.frames = frames
        self.finisher = finisher
    }

    /// Takes the utterance's next samples, in [-1, 1], and returns the features that are complete.
    public mutating func append(_ samples: [Float]) -> Features {
        finisher.append(frames.append(samples))
    }

    /// Returns the features that the utterance's end completes. The stream is then ready for another utterance.
    public mutating func finish() -> Features {
        finisher.finish(frames.finish())
    }
}
