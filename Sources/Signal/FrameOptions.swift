/// How samples are cut into frames and prepared for the Fourier transform.
public struct FrameOptions: Codable, Sendable, Equatable {
    /// Length of a frame (window), ms. Default 25: long enough to resolve the pitch's harmonics into an envelope.
    public var lengthMilliseconds: Float = 25
    /// Time from one frame's start to the next's (hop), ms. Default 10: speech hardly changes faster.
    public var shiftMilliseconds: Float = 10
    /// The shape that a frame is multiplied by. Default Povey's.
    public var window = WindowShape.povey
    /// Coefficient of the Blackman window, without unit. Default 0.42, the classical one.
    public var blackmanCoefficient: Float = 0.42
    /// Share of the previous sample that is subtracted, 0…1. Default 0.97: evens out speech's falling spectrum.
    public var preEmphasis: Float = 0.97
    /// Standard deviation of Gaussian noise added to each frame, in steps of a 16-bit sample; Kaldi's own default
    /// is 1. Default 0: features must not differ from run to run, and the logarithms are floored anyway.
    public var dither: Float = 0
    /// Where the dither's random numbers start; the same seed and samples give the same features. Default 0.
    public var ditherSeed: UInt64 = 0
    /// Whether each frame's mean is subtracted. Default true: converters add an offset that means nothing.
    public var removesDCOffset = true
    /// Whether only frames that lie wholly inside the samples are made. If false, the number of frames depends on
    /// the shift alone and the samples are reflected at the edges. Default true.
    public var snipsEdges = true
    /// Whether the Fourier transform's length is rounded up to a power of two. Default true: faster, and what Kaldi
    /// does.
    public var roundsToPowerOfTwo = true

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case lengthMilliseconds = "length_ms"
        case shiftMilliseconds = "shift_ms"
        case window
        case blackmanCoefficient = "blackman_coefficient"
        case preEmphasis = "pre_emphasis"
        case dither
        case ditherSeed = "dither_seed"
        case removesDCOffset = "remove_dc_offset"
        case snipsEdges = "snip_edges"
        case roundsToPowerOfTwo = "round_to_power_of_two"
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        try options.decode(.lengthMilliseconds, into: &lengthMilliseconds)
        try options.decode(.shiftMilliseconds, into: &shiftMilliseconds)
        try options.decode(.window, into: &window)
        try options.decode(.blackmanCoefficient, into: &blackmanCoefficient)
        try options.decode(.preEmphasis, into: &preEmphasis)
        try options.decode(.dither, into: &dither)
        try options.decode(.ditherSeed, into: &ditherSeed)
        try options.decode(.removesDCOffset, into: &removesDCOffset)
        try options.decode(.snipsEdges, into: &snipsEdges)
        try options.decode(.roundsToPowerOfTwo, into: &roundsToPowerOfTwo)
    }

    /// Samples in a frame. Computed in 32-bit floats, as Kaldi does, so that odd rates give the same number.
    func length(sampleRate: Int) -> Int { Int(Float(sampleRate) * 0.001 * lengthMilliseconds) }

    /// Samples from one frame's start to the next's.
    func shift(sampleRate: Int) -> Int { Int(Float(sampleRate) * 0.001 * shiftMilliseconds) }

    /// Points of the Fourier transform.
    func transformLength(sampleRate: Int) -> Int {
        let length = length(sampleRate: sampleRate)
        guard roundsToPowerOfTwo else { return length }
        var power = 1
        while power < length { power *= 2 }
        return power
    }

    func validate(sampleRate: Int) throws(FeatureError) {
        try require(
            lengthMilliseconds <= 1000 && length(sampleRate: sampleRate) >= 2,
            "frames.length_ms", lengthMilliseconds, "at most 1000 ms and at least 2 samples")
        try require(
            shiftMilliseconds <= 1000 && shift(sampleRate: sampleRate) >= 1,
            "frames.shift_ms", shiftMilliseconds, "at most 1000 ms and at least 1 sample")
        try require(
            transformLength(sampleRate: sampleRate).isMultiple(of: 2),
            "frames.length_ms", lengthMilliseconds,
            "an even number of samples where frames.round_to_power_of_two is false")
        try require((0...1).contains(preEmphasis), "frames.pre_emphasis", preEmphasis, "from 0 to 1")
        try require((0...32768).contains(dither), "frames.dither", dither, "from 0 to 32768")
        try require(
            (0...1).contains(blackmanCoefficient), "frames.blackman_coefficient", blackmanCoefficient, "from 0 to 1")
    }
}
