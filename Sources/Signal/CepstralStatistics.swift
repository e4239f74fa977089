/// Mean and variance of features, gathered frame by frame in 64-bit floats.
///
/// Used over an utterance by the front end, and over a corpus by training, whose result goes into the model:
/// `options.normalization = .corpus(statistics.corpus)`.
public struct CepstralStatistics: Sendable {
    /// Number of frames.
    public private(set) var frames = 0
    private var mean: [Double]
    /// Sum of squared distances from the mean.
    private var spread: [Double]

    /// Least variance that is divided by. Speech's cepstra vary by 0.1 and more; what varies less than this is the
    /// rounding of a constant, as in digital silence, and must not be blown up to variance 1.
    static let varianceFloor = 1e-5

    /// Nothing yet, of features of a dimension.
    public init(dimension: Int) {
        mean = Array(repeating: 0, count: dimension)
        spread = Array(repeating: 0, count: dimension)
    }

    /// Adds an utterance's frames.
    ///
    /// Each utterance's mean and spread are computed in two passes and then merged: T. Chan, G. Golub and R. LeVeque,
    /// "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
    public mutating func add(_ features: Features) {
        let size = mean.count
        precondition(features.dimension == size, "statistics are of one dimension only")
        guard features.frames > 0 else { return }
        let count = Double(features.frames)
        var ownMean = [Double](repeating: 0, count: size)
        var ownSpread = ownMean
        for row in stride(from: 0, to: features.values.count, by: size) {
            for d in 0..<size { ownMean[d] += Double(features.values[row + d]) }
        }
        for d in 0..<size { ownMean[d] /= count }
        for row in stride(from: 0, to: features.values.count, by: size) {
            for d in 0..<size {
                let distance = Double(features.values[row + d]) - ownMean[d]
                ownSpread[d] += distance * distance
            }
        }
        let total = Double(frames) + count
        for d in 0..<size {
            let distance = ownMean[d] - mean[d]
            spread[d] += ownSpread[d] + distance * distance * Double(frames) * count / total
            mean[d] += distance * count / total
        }
        frames += features.frames
    }

    /// The mean of each value.
    var means: [Float] { mean.map { Float($0) } }

    /// The standard deviation of each value, floored.
    var deviations: [Float] {
        spread.map { Float(max($0 / Double(max(frames, 1)), Self.varianceFloor).squareRoot()) }
    }

    /// What a model keeps of them.
    public var corpus: CorpusStatistics { CorpusStatistics(mean: means, deviation: deviations) }
}
