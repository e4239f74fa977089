import Recurrent
import Testing

/// Properties of the network that need no reference but itself.
@Suite struct GradientTests {
    /// Every cell, direction and merge, with all that can stand around them.
    static let configurations: [NetworkConfiguration] = NetworkConfiguration.CellKind.allCases.flatMap { cell in
        NetworkConfiguration.Direction.allCases.flatMap { direction in
            NetworkConfiguration.Merge.allCases.compactMap { merge in
                guard direction == .bidirectional || merge == .concat else { return nil }
                var configuration = NetworkConfiguration()
                configuration.cell = cell
                configuration.direction = direction
                configuration.merge = merge
                configuration.inputSize = 4
                configuration.stack = 3
                configuration.stride = 2
                configuration.layers = 2
                configuration.hiddenSize = 7
                // Normalising rows of mostly zeros has kinks that no difference quotient can step over.
                configuration.layerNorm = cell != .relu
                configuration.dropout = 0.3
                configuration.outputSize = 5
                return configuration
            }
        }
    }

    static func sequences(_ lengths: [Int], columns: Int, seed: UInt64) -> [Matrix] {
        var random = SplitMix64(seed: seed)
        return lengths.map { rows in
            Matrix(
                rows: rows, columns: columns,
                values: (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) })
        }
    }

    static func product(_ a: [Matrix], _ b: [Matrix]) -> Double {
        zip(a, b).reduce(0) { sum, pair in
            sum + zip(pair.0.values, pair.1.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
    }

    /// The slope along a random direction in the space of all parameters, against (f(p + εd) − f(p − εd)) / 2ε, with the
    /// dropout mask held. In 32 bits the quotient is good to about three digits.
    @Test(arguments: configurations)
    func finiteDifferences(configuration: NetworkConfiguration) throws {
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 3)
        let input = Self.sequences([9, 4, 12], columns: 4, seed: 5)
        let weights = Self.sequences([9, 4, 12].map(network.steps), columns: 5, seed: 6)

        var (_, trace) = network.forward(input, parameters: parameters, dropoutSeed: 11)
        var gradients = [Float](repeating: 0, count: parameters.count)
        network.backward(weights, parameters: parameters, gradients: &gradients, trace: &trace)

        var random = SplitMix64(seed: 8)
        for _ in 0..<3 {
            let direction = parameters.map { _ in Float.random(in: -1...1, using: &random) }
            let epsilon: Float = 2e-3
            func value(_ sign: Float) -> Double {
                let moved = zip(parameters, direction).map { $0 + sign * epsilon * $1 }
                return Self.product(network.forward(input, parameters: moved, dropoutSeed: 11).logits, weights)
            }
            let slope = (value(1) - value(-1)) / (2 * Double(epsilon))
            let expected = zip(gradients, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let scale = gradients.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(abs(slope - expected) < 0.02 * scale, "slope \(slope), gradient gives \(expected)")
        }
    }

    /// Packing changes nothing: a batch of mixed lengths gives what its sequences give one by one. Products of other
    /// shapes may add in another order, hence 1e-5.
    @Test(arguments: configurations)
    func batchEqualsOneByOne(configuration: NetworkConfiguration) throws {
        var configuration = configuration
        configuration.dropout = 0
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 4)
        let lengths = [5, 31, 2, 17, 17, 1]
        let input = Self.sequences(lengths, columns: 4, seed: 1)
        let weights = Self.sequences(lengths.map(network.steps), columns: 5, seed: 2)

        var (together, trace) = network.forward(input, parameters: parameters, dropoutSeed: 0)
        var sum = [Float](repeating: 0, count: parameters.count)
        let inputGradients = network.backward(
            weights, parameters: parameters, gradients: &sum, trace: &trace, withInput: true)

        var single = [Float](repeating: 0, count: parameters.count)
        for index in input.indices {
            var (alone, trace) = network.forward([input[index]], parameters: parameters, dropoutSeed: 0)
            #expect(relativeDifference([together[index]], alone) < 1e-5)
            let gradient = network.backward(
                [weights[index]], parameters: parameters, gradients: &single, trace: &trace, withInput: true)
            #expect(relativeDifference([inputGradients[index]], gradient) < 1e-5)
        }
        #expect(relativeDifference(sum, single) < 1e-5)
        together = []
    }

    /// Rounded factors, with sums of 32 bits, move logits and gradients by no more than their 8 bits explain. Where the
    /// processor has no bfloat16 both runs are the same.
    @Test(arguments: NetworkConfiguration.CellKind.allCases)
    func bfloat16StaysClose(cell: NetworkConfiguration.CellKind) throws {
        var configuration = NetworkConfiguration()
        configuration.cell = cell
        configuration.inputSize = 13
        configuration.layers = 2
        configuration.hiddenSize = 48
        configuration.outputSize = 9
        configuration.layerNorm = true
        configuration.dropout = 0
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 5)
        let inputs = Self.sequences([61, 90, 33, 17], columns: 13, seed: 21)
        func run(_ precision: Precision) -> (logits: [Matrix], gradients: [Float]) {
            var (logits, trace) = network.forward(
                inputs, parameters: parameters, dropoutSeed: 1, precision: precision)
            var gradients = [Float](repeating: 0, count: network.layout.count)
            network.backward(logits, parameters: parameters, gradients: &gradients, trace: &trace)
            return (logits, gradients)
        }
        let (exact, rounded) = (run(.float32), run(.bfloat16))
        for (a, b) in zip(exact.logits, rounded.logits) { #expect(relativeDifference([b], [a]) < 0.02) }
        #expect(relativeDifference(rounded.gradients, exact.gradients) < 0.05)
    }

    /// A backward layer knows the future and a forward layer does not.
    @Test func directionsSeeTheirOwnSide() throws {
        var configuration = NetworkConfiguration()
        configuration.inputSize = 3
        configuration.stack = 1
        configuration.stride = 1
        configuration.hiddenSize = 6
        configuration.outputSize = 4
        for direction in [NetworkConfiguration.Direction.forward, .backward] {
            configuration.direction = direction
            let network = try RecurrentNetwork(configuration)
            let parameters = network.layout.initialValues(seed: 1)
            let input = Self.sequences([20], columns: 3, seed: 9)[0]
            var changed = input
            changed[10, 1] += 1
            let before = network.logits([input], parameters: parameters)[0]
            let after = network.logits([changed], parameters: parameters)[0]
            for step in 0..<20 {
                let differs = (0..<4).contains { before[step, $0] != after[step, $0] }
                #expect(differs == (direction == .forward ? step >= 10 : step <= 10), "step \(step)")
            }
        }
    }

    @Test func emptyAndShortSequences() throws {
        var configuration = NetworkConfiguration()
        configuration.inputSize = 2
        configuration.hiddenSize = 4
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 1)
        #expect(network.logits([], parameters: parameters).isEmpty)
        let logits = network.logits(Self.sequences([0, 1, 7], columns: 2, seed: 1), parameters: parameters)
        #expect(logits.map(\.rows) == [0, 1, 3])
        #expect(logits.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    }

    @Test func impossibleShapesAreRefused() {
        for change: (inout NetworkConfiguration) -> Void in [
            { $0.layers = 0 }, { $0.hiddenSize = -1 }, { $0.stride = 0 }, { $0.dropout = 1 }, { $0.dropout = .nan },
            { $0.outputSize = 1 << 30 },
        ] {
            var configuration = NetworkConfiguration()
            change(&configuration)
            #expect(throws: NetworkError.self) { try RecurrentNetwork(configuration) }
        }
    }
}
