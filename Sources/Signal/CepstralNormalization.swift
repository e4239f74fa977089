/// Takes speaker and channel out of an utterance's features: mean and variance normalisation.
struct CepstralNormalization: Sendable {
    let kind: Normalization

    /// Normalises T frames in place. O(T · D) for every kind.
    func apply(to features: inout Features) {
        guard features.frames > 0 else { return }
        switch kind {
        case .none: break
        case .utterance(let variance):
            var statistics = CepstralStatistics(dimension: features.dimension)
            statistics.add(features)
            let deviation = variance ? statistics.deviations : Array(repeating: 1, count: features.dimension)
            Self.standardize(&features, mean: statistics.means, deviation: deviation)
        case .corpus(let statistics):
            Self.standardize(&features, mean: statistics.mean, deviation: statistics.deviation)
        case .sliding(let options):
            Self.slide(&features, options)
        }
    }

    private static func standardize(_ features: inout Features, mean: [Float], deviation: [Float]) {
        let size = features.dimension
        let scale = deviation.map { 1 / $0 }
        for row in stride(from: 0, to: features.values.count, by: size) {
            for d in 0..<size { features.values[row + d] = (features.values[row + d] - mean[d]) * scale[d] }
        }
    }

    /// Sums over the window are kept while it moves by a frame; in 64-bit floats nothing is lost over hours.
    private static func slide(_ features: inout Features, _ options: SlidingOptions) {
        let size = features.dimension
        let input = features.values
        let priorFrames = options.prior.isEmpty ? 0 : Double(options.priorFrames)
        var sum = [Double](repeating: 0, count: size)
        var squares = sum
        if priorFrames > 0 {
            for d in 0..<size {
                let mean = Double(options.prior.mean[d])
                let deviation = Double(options.prior.deviation[d])
                sum[d] = priorFrames * mean
                squares[d] = priorFrames * (deviation * deviation + mean * mean)
            }
        }
        var window = 0..<0
        for frame in 0..<features.frames {
            let next = range(around: frame, frames: features.frames, options)
            func add(_ index: Int, _ sign: Double) {
                for d in 0..<size {
                    let value = Double(input[index * size + d])
                    sum[d] += sign * value
                    squares[d] += sign * value * value
                }
            }
            for index in window.upperBound..<next.upperBound { add(index, 1) }
            for index in window.lowerBound..<next.lowerBound { add(index, -1) }
            window = next
            let count = Double(window.count) + priorFrames
            for d in 0..<size {
                let mean = sum[d] / count
                let variance = max(squares[d] / count - mean * mean, CepstralStatistics.varianceFloor)
                let scale = options.normalizesVariance ? 1 / variance.squareRoot() : 1
                features.values[frame * size + d] = Float((Double(input[frame * size + d]) - mean) * scale)
            }
        }
    }

    /// The frames that frame `frame` is normalised by; neither end ever moves back as the frame moves on.
    ///
    /// Kaldi's rule: a centred window keeps its length and is shifted inside the utterance; a causal one holds the
    /// `length` frames before its own, and at the start at least `minimum`, looking ahead for them.
    private static func range(around frame: Int, frames: Int, _ options: SlidingOptions) -> Range<Int> {
        var start = options.isCentered ? frame - options.length / 2 : frame - options.length
        var end = options.isCentered ? start + options.length : frame + 1
        if start < 0 {
            end = options.isCentered ? end - start : max(frame + 1, options.minimum)
            start = 0
        }
        if end > frames {
            start = max(0, start - (end - frames))
            end = frames
        }
        return start..<end
    }
}
