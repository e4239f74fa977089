import Recognition

/// Models of one shape, averaged weight by weight.
///
/// What several runs from the same beginning have learnt often lies in one valley, whose middle is better than its edges:
/// M. Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing
/// inference time", 2022.
public struct ModelAverage {
    /// Why models cannot be averaged.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// The model at this position (from 1) differs from the first.
        case otherShape(position: Int)

        public var description: String {
            switch self {
            case .otherShape(let position):
                "model \(position) has another front end, network or alphabet than the first; "
                    + "only models that were trained from one another or with one configuration can be averaged"
            }
        }
    }

    private var sum: [Double]
    private var total = 0.0
    private let first: Model
    private var count = 0

    /// - Parameter first: what the average has but its weights, the language model included.
    public init(like first: Model) {
        self.first = first
        sum = Array(repeating: 0, count: first.network.layout.count)
    }

    /// Takes a model that counts so much beside the others; above 0.
    public mutating func add(_ model: Model, weight: Double) throws(Failure) {
        count += 1
        guard model.network.layout == first.network.layout, model.alphabet == first.alphabet,
            model.configuration.frontEnd == first.configuration.frontEnd
        else { throw .otherShape(position: count) }
        for (index, value) in model.parameters.enumerated() { sum[index] += weight * Double(value) }
        total += weight
    }

    /// The average of what was added.
    public var model: Model {
        var model = first
        model.parameters = sum.map { Float($0 / total) }
        return model
    }
}
