/// How a power spectrum is summed into overlapping triangular bands on the mel scale.
public struct MelOptions: Codable, Sendable, Equatable {
    /// Number of filters. Default 40: what networks are usually fed; 23 is the old choice for Gaussian mixtures.
    public var filters = 40
    /// Lower edge of the first filter, Hz. Default 20: below it is rumble.
    public var lowFrequency: Float = 20
    /// Upper edge of the last filter, Hz; 0 or below counts from the Nyquist frequency. Default -400: spares the
    /// resampler's slope.
    public var highFrequency: Float = -400
    /// Lower cut-off of the vocal-tract-length warp, Hz. Default 100. Used only with a warp other than 1.
    public var vtlnLow: Float = 100
    /// Upper cut-off of the warp, Hz; below 0 counts from the Nyquist frequency. Default -500.
    public var vtlnHigh: Float = -500
    /// Least energy of a filter before the logarithm, on the 16-bit scale squared. Default 2⁻²³, Kaldi's: keeps
    /// digital silence finite.
    public var floor: Float = .ulpOfOne

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case filters
        case lowFrequency = "low_frequency"
        case highFrequency = "high_frequency"
        case vtlnLow = "vtln_low"
        case vtlnHigh = "vtln_high"
        case floor
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        try options.decode(.filters, into: &filters)
        try options.decode(.lowFrequency, into: &lowFrequency)
        try options.decode(.highFrequency, into: &highFrequency)
        try options.decode(.vtlnLow, into: &vtlnLow)
        try options.decode(.vtlnHigh, into: &vtlnHigh)
        try options.decode(.floor, into: &floor)
    }

    /// The upper edge in Hz above 0.
    func high(sampleRate: Int) -> Float {
        highFrequency > 0 ? highFrequency : 0.5 * Float(sampleRate) + highFrequency
    }

    /// The warp's upper cut-off in Hz above 0.
    func warpHigh(sampleRate: Int) -> Float {
        vtlnHigh >= 0 ? vtlnHigh : 0.5 * Float(sampleRate) + vtlnHigh
    }

    func validate(sampleRate: Int) throws(FeatureError) {
        let nyquist = 0.5 * Float(sampleRate)
        let high = high(sampleRate: sampleRate)
        let warpHigh = warpHigh(sampleRate: sampleRate)
        try require((3...1024).contains(filters), "mel.filters", filters, "from 3 to 1024")
        try require(
            lowFrequency >= 0 && lowFrequency < nyquist,
            "mel.low_frequency", lowFrequency, "at least 0 and below the Nyquist frequency, \(nyquist) Hz")
        try require(
            high > lowFrequency && high <= nyquist,
            "mel.high_frequency", highFrequency,
            "above mel.low_frequency and at most the Nyquist frequency, \(nyquist) Hz")
        try require(
            vtlnLow > lowFrequency && vtlnLow < high,
            "mel.vtln_low", vtlnLow, "between mel.low_frequency, \(lowFrequency) Hz, and mel.high_frequency, \(high) Hz"
        )
        try require(
            warpHigh > vtlnLow && warpHigh < high,
            "mel.vtln_high", vtlnHigh, "between mel.vtln_low, \(vtlnLow) Hz, and mel.high_frequency, \(high) Hz")
        try require(floor > 0 && floor.isFinite, "mel.floor", floor, "above 0")
    }
}
