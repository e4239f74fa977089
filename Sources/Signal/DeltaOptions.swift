/// The features' slopes over time, appended to each frame.
public struct DeltaOptions: Codable, Sendable, Equatable {
    /// How many times the slope is taken: 0 none, 1 deltas, 2 deltas and accelerations. Default 0: a recurrent
    /// network sees the course of time itself.
    public var order = 0
    /// Frames to each side that a slope is fitted over. Default 2, Kaldi's and HTK's.
    public var window = 2

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case order, window
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        try options.decode(.order, into: &order)
        try options.decode(.window, into: &window)
    }

    func validate() throws(FeatureError) {
        try require((0...10).contains(order), "deltas.order", order, "from 0 to 10")
        try require((1...100).contains(window), "deltas.window", window, "from 1 to 100")
    }
}
