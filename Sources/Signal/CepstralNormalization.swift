/// Takes speaker and channel out of features that come block by block: mean and variance normalisation.
///
/// What a corpus's statistics, or nothing, normalise comes out at once; a sliding window delays as far as it looks
/// ahead; an utterance's own statistics are known at its end only.
struct CepstralNormalization: Sendable {
    private let kind: Normalization
    /// What is held back until the utterance ends.
    private var utterance: Features
    private var window: SlidingNormalization

    init(_ kind: Normalization, dimension: Int) {
        self.kind = kind
        utterance = Features(dimension: dimension)
        let options = if case .sliding(let options) = kind { options } else { SlidingOptions() }
        window = SlidingNormalization(options, dimension: dimension)
    }

    /// Takes the next frames and returns those that can be normalised. O(T · D) for every kind.
    mutating func append(_ frames: consuming Features) -> Features {
        switch kind {
        case .none: return frames
        case .utterance:
            utterance.append(frames)
            return Features(dimension: utterance.dimension)
        case .corpus(let statistics):
            Self.standardize(&frames, mean: statistics.mean, deviation: statistics.deviation)
            return frames
        case .sliding:
            return window.append(frames)
        }
    }

    /// Returns the frames that the utterance's end completes; what follows is another utterance.
    mutating func finish() -> Features {
        let size = utterance.dimension
        switch kind {
        case .none, .corpus: return Features(dimension: size)
        case .utterance(let variance):
            var features = utterance
            utterance = Features(dimension: size)
            var statistics = CepstralStatistics(dimension: size)
            statistics.add(features)
            let deviation = variance ? statistics.deviations : Array(repeating: 1, count: size)
            Self.standardize(&features, mean: statistics.means, deviation: deviation)
            return features
        case .sliding:
            return window.finish()
        }
    }

    private static func standardize(_ features: inout Features, mean: [Float], deviation: [Float]) {
        let size = features.dimension
        let scale = deviation.map { 1 / $0 }
        for row in stride(from: 0, to: features.values.count, by: size) {
            for d in 0..<size { features.values[row + d] = (features.values[row + d] - mean[d]) * scale[d] }
        }
    }
}
