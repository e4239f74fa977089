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
