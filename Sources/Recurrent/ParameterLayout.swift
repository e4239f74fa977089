/// Where each named parameter of a network lies in one flat array of floats.
///
/// One array holds all parameters, and arrays of the same layout hold gradients, moments and averages: an optimiser
/// step, a norm or an average is one loop.
public struct ParameterLayout: Sendable, Equatable {
    /// A parameter: its name in PyTorch's convention, its shape and its place.
    public struct Entry: Sendable, Equatable {
        public let name: String
        public let shape: [Int]
        public let range: Range<Int>
        /// How it is drawn at the start.
        public let initialization: Initialization
    }

    /// How a parameter is drawn at the start.
    public enum Initialization: Sendable, Equatable {
        /// Uniform in ±bound, PyTorch's default for recurrent and linear layers (bound = 1/√fan).
        case uniform(Float)
        case constant(Float)
    }

    public private(set) var entries: [Entry] = []

    public init() {}

    /// Number of floats.
    public var count: Int { entries.last?.range.upperBound ?? 0 }

    /// Adds a parameter at the end and returns its place.
    public mutating func add(_ name: String, _ shape: [Int], _ initialization: Initialization) -> Range<Int> {
        let range = count..<count + shape.reduce(1, *)
        entries.append(Entry(name: name, shape: shape, range: range, initialization: initialization))
        return range
    }

    /// Draws all parameters; the same seed gives the same values.
    public func initialValues(seed: UInt64) -> [Float] {
        var random = SplitMix64(seed: seed)
        var values = [Float](repeating: 0, count: count)
        for entry in entries {
            switch entry.initialization {
            case .constant(let value):
                for index in entry.range { values[index] = value }
            case .uniform(let bound):
                for index in entry.range { values[index] = Float.random(in: -bound...bound, using: &random) }
            }
        }
        return values
    }
}
