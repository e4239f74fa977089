/// From samples to the features that a network takes.
///
/// A front end is made once, from the model's options, and used from any number of threads.
///
/// ```swift
/// let frontEnd = try FrontEnd(FrontEndOptions())
/// let features = frontEnd.features(of: try AudioReader.samples(path: "clip.flac", sampleRate: 16_000))
/// ```
public struct FrontEnd: Sendable {
    /// What it was made from.
    public let options: FrontEndOptions

    private let computer: FrameComputer
    private let finisher: FeatureFinisher

    /// - Throws: what is wrong with the first option that is out of range or contradicts another.
    public init(_ options: FrontEndOptions) throws(FeatureError) {
        try options.validate()
        try require(
            !options.normalization.needsStatistics, "normalization.mean", "missing",
            "measured over a corpus first, as training does")
        self.options = options
        computer = try FrameComputer(options)
        finisher = FeatureFinisher(options)
    }

    /// Values of a feature vector with its deltas, D.
    public var dimension: Int { options.dimension }

    /// Time from one frame to the next, s.
    public var frameShift: Double { Double(computer.framing.shift) / Double(options.sampleRate) }

    /// The number of frames that an utterance of so many samples makes.
    public func frames(samples: Int) -> Int { computer.framing.frameCount(samples: samples, isComplete: true) }

    /// The features of a whole utterance, deltas and normalisation included.
    ///
    /// - Parameters:
    ///   - samples: the utterance at the options' sampling rate, in [-1, 1]. Shorter than a frame, it may give none.
    ///   - warp: the speaker's vocal-tract-length factor, above 0: 1 leaves the frequencies alone, useful ones lie
    ///     between 0.8 and 1.2.
    public func features(of samples: [Float], warp: Float = 1) -> Features {
        var stream = featureStream(warp: warp)
        var features = stream.append(samples)
        features.append(stream.finish())
        return features
    }

    /// The features of samples that come block by block.
    public func featureStream(warp: Float = 1) -> FeatureStream {
        FeatureStream(stream(warp: warp), finisher)
    }

    /// The static features of samples that come block by block, without deltas and normalisation.
    public func stream(warp: Float = 1) -> FrameStream {
        precondition(warp > 0 && warp.isFinite, "a vocal-tract-length factor is above 0; \(warp) was given")
        return FrameStream(computer.warped(by: warp))
    }

    /// Adds deltas to a whole utterance's static features and normalises them.
    public func finish(_ staticFrames: consuming Features) -> Features {
        precondition(
            staticFrames.dimension == computer.dimension, "features of one front end are finished by the same one")
        var finisher = finisher
        return finisher.finish(staticFrames)
    }
}
