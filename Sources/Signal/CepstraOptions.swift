/// How log-mel energies become cepstra.
public struct CepstraOptions: Codable, Sendable, Equatable {
    /// Number of cepstra, counting c0; at most the number of filters. Default 40: with as many cepstra as filters
    /// nothing is lost, and a network finds its own smoothing.
    public var count = 40
    /// The lifter's Q: cepstrum i is scaled by 1 + Q/2 · sin(π i / Q). 0 leaves the cepstra alone. Default 22: brings
    /// the higher ones to about the size of the lower.
    public var lifter: Float = 22

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case count, lifter
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        try options.decode(.count, into: &count)
        try options.decode(.lifter, into: &lifter)
    }

    func validate(filters: Int) throws(FeatureError) {
        try require((1...filters).contains(count), "cepstra.count", count, "from 1 to mel.filters, \(filters)")
        try require(lifter >= 0 && lifter.isFinite, "cepstra.lifter", lifter, "at least 0")
    }
}
