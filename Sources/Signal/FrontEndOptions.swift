/// Everything that decides how samples become features. Stored in the model's `config.json`: a model cannot be fed
/// features that it was not trained on.
///
/// The names and meanings are those of Kaldi's `compute-mfcc-feats` and `compute-fbank-feats`; defaults are this
/// product's and stated at each field. In JSON the keys are in snake case, a missing key takes its default, and an
/// unknown key or value is a `FeatureError` that names it.
public struct FrontEndOptions: Codable, Sendable, Equatable {
    /// Samples a second, Hz. Default 16000: what wide-band speech needs and most corpora have.
    public var sampleRate = 16_000
    /// What a static feature vector is. Default MFCC: decorrelated, so that each value can be normalised by itself.
    public var kind = FeatureKind.mfcc
    /// How samples are cut into frames.
    public var frames = FrameOptions()
    /// How the spectrum is summed into mel bands.
    public var mel = MelOptions()
    /// How log-mel energies become cepstra (MFCC only).
    public var cepstra = CepstraOptions()
    /// How mel energies are output (filterbank only).
    public var filterbank = FilterbankOptions()
    /// The frame's log-energy as a feature.
    public var energy = EnergyOptions()
    /// The features' slopes over time.
    public var deltas = DeltaOptions()
    /// How speaker and channel are taken out. Default: each utterance to mean 0 and variance 1.
    public var normalization = Normalization.utterance(variance: true)

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case sampleRate = "sample_rate"
        case kind, frames, mel, cepstra, filterbank, energy, deltas, normalization
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        try options.decode(.sampleRate, into: &sampleRate)
        try options.decode(.kind, into: &kind)
        try options.decode(.frames, into: &frames)
        try options.decode(.mel, into: &mel)
        try options.decode(.cepstra, into: &cepstra)
        try options.decode(.filterbank, into: &filterbank)
        try options.decode(.energy, into: &energy)
        try options.decode(.deltas, into: &deltas)
        try options.decode(.normalization, into: &normalization)
        try validate()
    }

    /// Values of a static feature vector, before deltas.
    public var staticDimension: Int {
        switch kind {
        case .mfcc: cepstra.count
        case .filterbank: mel.filters + (energy.isUsed ? 1 : 0)
        }
    }

    /// Values of a feature vector with its deltas, D.
    public var dimension: Int { staticDimension * (deltas.order + 1) }

    /// Throws what is wrong with the first option that is out of range or contradicts another.
    public func validate() throws(FeatureError) {
        try require(AudioFormat.sampleRates.contains(sampleRate), "sample_rate", sampleRate, "from 1000 to 1000000 Hz")
        try frames.validate(sampleRate: sampleRate)
        try mel.validate(sampleRate: sampleRate)
        try cepstra.validate(filters: mel.filters)
        try energy.validate()
        try deltas.validate()
        try normalization.validate(dimension: dimension)
    }
}

/// What a static feature vector is.
public enum FeatureKind: String, Codable, Sendable, CaseIterable {
    /// Mel-frequency cepstral coefficients: the cosine transform of log-mel energies.
    case mfcc
    /// Log-mel energies.
    case filterbank
}

/// Throws that an option's value is not what it must be, unless the condition holds.
func require(
    _ condition: Bool, _ key: String, _ found: some Any, _ expected: String
) throws(FeatureError) {
    if !condition { throw .invalid(key: key, found: "\(found)", expected: expected) }
}
