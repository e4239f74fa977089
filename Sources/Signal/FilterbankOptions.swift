/// How mel energies are output when they are the features themselves.
public struct FilterbankOptions: Codable, Sendable, Equatable {
    /// Whether the natural logarithm is taken. Default true: loudness is heard so.
    public var usesLogarithm = true
    /// Whether the filters sum power (true) or magnitude (false). Default true.
    public var usesPower = true

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case usesLogarithm = "use_log"
        case usesPower = "use_power"
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        try options.decode(.usesLogarithm, into: &usesLogarithm)
        try options.decode(.usesPower, into: &usesPower)
    }
}
