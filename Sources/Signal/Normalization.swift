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
