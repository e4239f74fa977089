/// How the features' mean and variance, which tell speaker and channel, are taken out.
public enum Normalization: Sendable, Equatable {
    /// The features as they are.
    case none
    /// To mean 0, and with `variance` to variance 1, over the utterance.
    case utterance(variance: Bool)
    /// By a corpus's mean and standard deviation, a value each of the D of a frame.
    case corpus(mean: [Float], deviation: [Float])
    /// To mean 0, and with `variance` to variance 1, over a window that slides along.
    case sliding(SlidingOptions)

    /// The normalisation's name in JSON, under `type`.
    private enum Kind: String, CaseIterable {
        case none, utterance, corpus, sliding
    }

    func validate(dimension: Int) throws(FeatureError) {
        switch self {
        case .none, .utterance: break
        case .corpus(let mean, let deviation):
            try require(
                mean.count == dimension && mean.allSatisfy(\.isFinite),
                "normalization.mean", "\(mean.count) values", "\(dimension) finite values, one a feature")
            try require(
                deviation.count == dimension && deviation.allSatisfy { $0 > 0 && $0.isFinite },
                "normalization.deviation", "\(deviation.count) values", "\(dimension) values above 0, one a feature")
        case .sliding(let options): try options.validate()
        }
    }
}

extension Normalization: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case type, variance, mean, deviation, length, minimum
        case isCentered = "centered"
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        var kind = Kind.utterance
        var variance = true
        try options.decode(.type, into: &kind)
        switch kind {
        case .none: self = .none
        case .utterance:
            try options.decode(.variance, into: &variance)
            self = .utterance(variance: variance)
        case .corpus:
            var mean: [Float] = []
            var deviation: [Float] = []
            try options.decode(.mean, into: &mean)
            try options.decode(.deviation, into: &deviation)
            self = .corpus(mean: mean, deviation: deviation)
        case .sliding:
            var sliding = SlidingOptions()
            try options.decode(.length, into: &sliding.length)
            try options.decode(.minimum, into: &sliding.minimum)
            try options.decode(.isCentered, into: &sliding.isCentered)
            try options.decode(.variance, into: &sliding.normalizesVariance)
            self = .sliding(sliding)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .none:
            try container.encode(Kind.none.rawValue, forKey: .type)
        case .utterance(let variance):
            try container.encode(Kind.utterance.rawValue, forKey: .type)
            try container.encode(variance, forKey: .variance)
        case .corpus(let mean, let deviation):
            try container.encode(Kind.corpus.rawValue, forKey: .type)
            try container.encode(mean, forKey: .mean)
            try container.encode(deviation, forKey: .deviation)
        case .sliding(let options):
            try container.encode(Kind.sliding.rawValue, forKey: .type)
            try container.encode(options.length, forKey: .length)
            try container.encode(options.minimum, forKey: .minimum)
            try container.encode(options.isCentered, forKey: .isCentered)
            try container.encode(options.normalizesVariance, forKey: .variance)
        }
    }
}

/// The window of sliding normalisation, as of Kaldi's `apply-cmvn-sliding`.
public struct SlidingOptions: Sendable, Equatable {
    /// Length of the window, frames. Default 600: six seconds at a shift of 10 ms.
    public var length = 600
    /// Least number of frames that a causal window holds, where there are as many: the first frames look that far
    /// ahead. Ignored by a centred window. Default 100.
    public var minimum = 100
    /// Whether the window lies around its frame (true) or before it (false). Default false: as a stream needs it.
    public var isCentered = false
    /// Whether the variance is made 1 too. Default false.
    public var normalizesVariance = false

    public init() {}

    func validate() throws(FeatureError) {
        try require((1...1_000_000).contains(length), "normalization.length", length, "from 1 to 1000000 frames")
        try require(
            (1...length).contains(minimum), "normalization.minimum", minimum,
            "from 1 to normalization.length, \(length)")
    }
}
