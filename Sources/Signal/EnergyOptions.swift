/// The frame's log-energy as a feature: in place of c0 in MFCC, before the filters in a filterbank.
public struct EnergyOptions: Codable, Sendable, Equatable {
    /// Whether the log-energy is a feature. Default false: c0 says nearly the same.
    public var isUsed = false
    /// Whether the energy is that of the samples before pre-emphasis and window (true) or after (false). Default true.
    public var isRaw = true
    /// Least energy, on the 16-bit scale squared; 0 leaves 2⁻²³. Default 0; 1 suits data with digital silence.
    public var floor: Float = 0

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case isUsed = "use"
        case isRaw = "raw"
        case floor
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        try options.decode(.isUsed, into: &isUsed)
        try options.decode(.isRaw, into: &isRaw)
        try options.decode(.floor, into: &floor)
    }

    func validate() throws(FeatureError) {
        try require(floor >= 0 && floor.isFinite, "energy.floor", floor, "at least 0")
    }
}
