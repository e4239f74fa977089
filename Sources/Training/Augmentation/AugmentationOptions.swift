import Signal

/// What is changed at random in a training clip each time it is read. Off wherever a share or a count is 0.
public struct AugmentationOptions: Codable, Sendable, Equatable {
    /// The share of clips with word times that are replaced by runs of words of several (Lam et al. 2021).
    public var spliceShare = 0.0
    /// Speeds of which one is drawn (Ko et al. 2015): pitch and pace change together.
    public var speeds: [Double] = [0.9, 1.0, 1.1]
    /// The share of clips that sound in a simulated room,
    public var roomShare = 0.0
    /// whose reverberation time (RT60) lies between these seconds.
    public var reverberation = 0.1...0.5
    /// The share of clips that noise is added to,
    public var noiseShare = 0.0
    /// at a ratio of speech to noise between these decibels.
    public var noiseSNR: ClosedRange<Float> = 5...30
    /// The share of clips that are cut off above a frequency
    public var bandShare = 0.0
    /// between these, in Hz.
    public var bandEdge = 3000.0...7000.0
    /// The share of clips that go through a codec,
    public var codecShare = 0.0
    /// which is one of these.
    public var codecs = Codec.allCases
    /// Clips are made louder or softer by up to so many decibels.
    public var gain: Float = 0
    /// Largest deviation of the vocal tract length warp from 1 (Jaitly & Hinton 2013).
    public var warp: Float = 0.1
    /// SpecAugment (Park et al. 2019): bands of filters set to their mean over the utterance …
    public var frequencyMasks = 2
    /// … of at most so many filters each,
    public var frequencyWidth = 8
    /// and spans of frames set to the mean, so many in an utterance at most …
    public var timeMasks = 4
    /// … of at most so many frames each …
    public var timeWidth = 25
    /// … and together at most this share of the utterance.
    public var timeShare = 0.2

    public init() {}

    /// Nothing is changed.
    public static let off = {
        var options = AugmentationOptions()
        options.speeds = [1]
        options.warp = 0
        options.frequencyMasks = 0
        options.timeMasks = 0
        return options
    }()

    enum CodingKeys: String, CodingKey {
        case speeds, reverberation, codecs, gain, warp
        case spliceShare = "splice_share"
        case roomShare = "room_share"
        case noiseShare = "noise_share"
        case noiseSNR = "noise_snr"
        case bandShare = "band_share"
        case bandEdge = "band_edge"
        case codecShare = "codec_share"
        case frequencyMasks = "frequency_masks"
        case frequencyWidth = "frequency_width"
        case timeMasks = "time_masks"
        case timeWidth = "time_width"
        case timeShare = "time_share"
    }

    /// Missing keys take the default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<T: Decodable>(_ key: CodingKeys, _ standard: T) throws -> T {
            try values.decodeIfPresent(T.self, forKey: key) ?? standard
        }
        spliceShare = try read(.spliceShare, spliceShare)
        speeds = try read(.speeds, speeds)
        roomShare = try read(.roomShare, roomShare)
        reverberation = try read(.reverberation, reverberation)
        noiseShare = try read(.noiseShare, noiseShare)
        noiseSNR = try read(.noiseSNR, noiseSNR)
        bandShare = try read(.bandShare, bandShare)
        bandEdge = try read(.bandEdge, bandEdge)
        codecShare = try read(.codecShare, codecShare)
        codecs = try read(.codecs, codecs)
        gain = try read(.gain, gain)
        warp = try read(.warp, warp)
        frequencyMasks = try read(.frequencyMasks, frequencyMasks)
        frequencyWidth = try read(.frequencyWidth, frequencyWidth)
        timeMasks = try read(.timeMasks, timeMasks)
        timeWidth = try read(.timeWidth, timeWidth)
        timeShare = try read(.timeShare, timeShare)
        guard !speeds.isEmpty, speeds.allSatisfy({ (0.5...2).contains($0) }), (0..<0.5).contains(warp),
            [frequencyMasks, frequencyWidth, timeMasks, timeWidth].allSatisfy({ $0 >= 0 }),
            [timeShare, spliceShare, roomShare, noiseShare, bandShare, codecShare].allSatisfy({ (0...1).contains($0) }),
            reverberation.lowerBound >= 0.02, reverberation.upperBound <= 5, bandEdge.lowerBound >= 500,
            (0...60).contains(gain), !codecs.isEmpty
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: """
                        speeds must lie in 0.5…2, warp in 0…0.5, shares in 0…1, reverberation in 0.02…5 s, band_edge \
                        above 500 Hz, gain in 0…60 dB, counts above 0, and codecs must not be empty
                        """))
        }
    }
}
