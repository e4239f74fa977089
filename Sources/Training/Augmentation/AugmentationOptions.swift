/// What is changed at random in a training clip each time it is read. Off wherever a share or a count is 0.
public struct AugmentationOptions: Codable, Sendable, Equatable {
    /// Speeds of which one is drawn (Ko et al. 2015): pitch and pace change together.
    public var speeds: [Double] = [0.9, 1.0, 1.1]
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
        case speeds, warp
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
        speeds = try read(.speeds, speeds)
        warp = try read(.warp, warp)
        frequencyMasks = try read(.frequencyMasks, frequencyMasks)
        frequencyWidth = try read(.frequencyWidth, frequencyWidth)
        timeMasks = try read(.timeMasks, timeMasks)
        timeWidth = try read(.timeWidth, timeWidth)
        timeShare = try read(.timeShare, timeShare)
        guard !speeds.isEmpty, speeds.allSatisfy({ (0.5...2).contains($0) }), (0..<0.5).contains(warp),
            [frequencyMasks, frequencyWidth, timeMasks, timeWidth].allSatisfy({ $0 >= 0 }),
            (0...1).contains(timeShare)
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "speeds must lie in 0.5…2, warp in 0…0.5, time_share in 0…1 and counts above 0"))
        }
    }
}
