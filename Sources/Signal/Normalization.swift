/// How the features' mean and variance, which tell speaker and channel, are taken out.
public enum Normalization: Sendable, Equatable {
    /// The features as they are.
    case none
    /// To mean 0, and with `variance` to variance 1, over the utterance.
    case utterance(variance: Bool)
    /// By a corpus's mean and standard deviation.
    case corpus(CorpusStatistics)
    /// To mean 0, and with `variance` to variance 1, over a window that slides along.
    case sliding(SlidingOptions)

    /// The statistics of a corpus that it takes; nil where it takes none.
    public var statistics: CorpusStatistics? {
        switch self {
        case .none, .utterance: nil
        case .corpus(let statistics): statistics
        case .sliding(let options): options.priorFrames > 0 ? options.prior : nil
        }
    }

    /// Whether these are still to be measured, as training does: see ``measured(by:)``.
    public var needsStatistics: Bool { statistics?.isEmpty ?? false }

    /// The same with the statistics of a corpus.
    public func measured(by statistics: CorpusStatistics) -> Normalization {
        switch self {
        case .none, .utterance: return self
        case .corpus: return .corpus(statistics)
        case .sliding(var options):
            options.prior = statistics
            return .sliding(options)
        }
    }

    /// The normalisation's name in JSON, under `type`.
    private enum Kind: String, CaseIterable {
        case none, utterance, corpus, sliding
    }

    func validate(dimension: Int) throws(FeatureError) {
        switch self {
        case .none, .utterance: break
        case .corpus(let statistics): try statistics.validate(dimension: dimension)
        case .sliding(let options): try options.validate(dimension: dimension)
        }
    }
}

extension Normalization: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case type, variance, mean, deviation, length, minimum
        case isCentered = "centered"
        case priorFrames = "prior_frames"
    }

    public init(from decoder: any Decoder) throws {
        let options = try decoder.options(CodingKeys.self)
        var kind = Kind.utterance
        var variance = true
        func statistics() throws -> CorpusStatistics {
            var statistics = CorpusStatistics()
            try options.decode(.mean, into: &statistics.mean)
            try options.decode(.deviation, into: &statistics.deviation)
            return statistics
        }
        try options.decode(.type, into: &kind)
        switch kind {
        case .none: self = .none
        case .utterance:
            try options.decode(.variance, into: &variance)
            self = .utterance(variance: variance)
        case .corpus:
            self = .corpus(try statistics())
        case .sliding:
            var sliding = SlidingOptions()
            try options.decode(.length, into: &sliding.length)
            try options.decode(.minimum, into: &sliding.minimum)
            try options.decode(.isCentered, into: &sliding.isCentered)
            try options.decode(.variance, into: &sliding.normalizesVariance)
            try options.decode(.priorFrames, into: &sliding.priorFrames)
            sliding.prior = try statistics()
            self = .sliding(sliding)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func encode(_ statistics: CorpusStatistics) throws {
            guard !statistics.isEmpty else { return }
            try container.encode(statistics.mean, forKey: .mean)
            try container.encode(statistics.deviation, forKey: .deviation)
        }
        switch self {
        case .none:
            try container.encode(Kind.none.rawValue, forKey: .type)
        case .utterance(let variance):
            try container.encode(Kind.utterance.rawValue, forKey: .type)
            try container.encode(variance, forKey: .variance)
        case .corpus(let statistics):
            try container.encode(Kind.corpus.rawValue, forKey: .type)
            try encode(statistics)
        case .sliding(let options):
            try container.encode(Kind.sliding.rawValue, forKey: .type)
            try container.encode(options.length, forKey: .length)
            try container.encode(options.minimum, forKey: .minimum)
            try container.encode(options.isCentered, forKey: .isCentered)
            try container.encode(options.normalizesVariance, forKey: .variance)
            try container.encode(options.priorFrames, forKey: .priorFrames)
            try encode(options.prior)
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
    /// So many frames of the corpus's statistics are added to the window's own, which steadies the first frames and
    /// short utterances, as in Kaldi's online normalisation. Default 0: none.
    public var priorFrames = 0
    /// The corpus's statistics, used where `priorFrames` is above 0.
    public var prior = CorpusStatistics()

    public init() {}

    func validate(dimension: Int) throws(FeatureError) {
        try require(
            (0...1_000_000).contains(priorFrames), "normalization.prior_frames", priorFrames, "from 0 to 1000000")
        try prior.validate(dimension: dimension)
        try require((1...1_000_000).contains(length), "normalization.length", length, "from 1 to 1000000 frames")
        try require(
            (1...length).contains(minimum), "normalization.minimum", minimum,
            "from 1 to normalization.length, \(length)")
    }
}

/// Mean and standard deviation of each of the D values of a frame, measured over a corpus and kept in the model.
public struct CorpusStatistics: Sendable, Equatable {
    /// D means; none where they are still to be measured.
    public var mean: [Float] = []
    /// D standard deviations, above 0.
    public var deviation: [Float] = []

    public init(mean: [Float] = [], deviation: [Float] = []) {
        self.mean = mean
        self.deviation = deviation
    }

    /// Whether they are still to be measured.
    public var isEmpty: Bool { mean.isEmpty && deviation.isEmpty }

    func validate(dimension: Int) throws(FeatureError) {
        guard !isEmpty else { return }
        try require(
            mean.count == dimension && mean.allSatisfy(\.isFinite),
            "normalization.mean", "\(mean.count) values", "\(dimension) finite values, one a feature")
        try require(
            deviation.count == dimension && deviation.allSatisfy { $0 > 0 && $0.isFinite },
            "normalization.deviation", "\(deviation.count) values", "\(dimension) values above 0, one a feature")
    }
}
