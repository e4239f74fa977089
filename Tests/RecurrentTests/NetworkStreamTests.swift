import Recurrent
import Testing

@Suite struct NetworkStreamTests {
    /// Runs a sequence in pieces; nil as look-ahead: to the end.
    private func stream(
        _ input: Matrix, piece: Int, lookahead: Int?, network: RecurrentNetwork, parameters: [Float],
        precision: InferencePrecision = .float32
    ) -> [Float] {
        var stream = NetworkStream(
            network, weights: InferenceWeights(parameters, of: network, precision: precision))
        let total = network.steps(frames: input.rows)
        let stride = network.configuration.stride
        var logits: [Float] = []
        for start in Swift.stride(from: 0, to: total, by: piece) {
            let steps = min(piece, total - start)
            let end = lookahead.map { min(input.rows, (start + steps + $0) * stride) } ?? input.rows
            logits += stream.advance([input.rows(start * stride..<end)], steps: steps).rows(0..<steps).values
        }
        return logits
    }

    /// One layer with look-ahead to the end is the whole sequence, however it is cut. A product of other shape may add in
    /// another order, hence 1e-5.
    @Test(arguments: GradientTests.configurations)
    func unlimitedLookaheadEqualsOffline(configuration: NetworkConfiguration) throws {
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 2)
        let input = GradientTests.sequences([61], columns: 4, seed: 3)[0]
        let whole = network.logits([input], parameters: parameters)[0]
        for piece in [1, 4, 13, 31, 100] {
            let pieces = stream(input, piece: piece, lookahead: nil, network: network, parameters: parameters)
            #expect(relativeDifference(pieces, whole.values) < 1e-5, "pieces of \(piece) steps")
        }
    }

    /// Sequences side by side are what each is alone, however they are cut, and in every precision.
    @Test(arguments: GradientTests.configurations, [InferencePrecision.float32, .bfloat16, .int8])
    func sequencesSideBySide(configuration: NetworkConfiguration, precision: InferencePrecision) throws {
        let network = try RecurrentNetwork(configuration)
        let weights = InferenceWeights(network.layout.initialValues(seed: 2), of: network, precision: precision)
        let stride = configuration.stride
        // More than one product takes.
        let inputs = GradientTests.sequences(Array(repeating: 60, count: 5), columns: 4, seed: 3)
        func pieces(_ inputs: [Matrix]) -> [Float] {
            var stream = NetworkStream(network, weights: weights, sequences: inputs.count)
            let steps = 12 / stride
            let first = stream.advance(inputs.map { $0.rows(0..<30) }, steps: steps)
            let second = stream.advance(inputs.map { $0.rows(steps * stride..<60) }, steps: 2)
            return first.values + second.values
        }
        let alone = inputs.map { pieces([$0]) }
        let labels = configuration.outputSize
        let together = pieces(inputs)
        #expect(together.count == alone[0].count * inputs.count)
        for (index, expected) in alone.enumerated() {
            let own = Swift.stride(from: index, to: together.count / labels, by: inputs.count).flatMap {
                together[$0 * labels..<($0 + 1) * labels]
            }
            #expect(relativeDifference(own, expected) < 1e-5, "sequence \(index)")
        }
    }

    /// A forward network needs no look-ahead at all; with stacked frames it needs the frames of its last step only.
    @Test func forwardNetworkNeedsNoLookahead() throws {
        var configuration = NetworkConfiguration()
        configuration.inputSize = 4
        configuration.layers = 2
        configuration.hiddenSize = 8
        configuration.direction = .forward
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 2)
        let input = GradientTests.sequences([100], columns: 4, seed: 3)[0]
        let pieces = stream(input, piece: 5, lookahead: 0, network: network, parameters: parameters)
        #expect(relativeDifference(pieces, network.logits([input], parameters: parameters)[0].values) < 1e-5)
    }

    /// The more look-ahead, the nearer to the whole.
    @Test func lookaheadConverges() throws {
        var configuration = NetworkConfiguration()
        configuration.inputSize = 4
        configuration.layers = 2
        configuration.hiddenSize = 8
        configuration.stack = 1
        configuration.stride = 1
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 2)
        let input = GradientTests.sequences([200], columns: 4, seed: 3)[0]
        let whole = network.logits([input], parameters: parameters)[0].values
        let differences = [0, 4, 16, 64].map {
            relativeDifference(stream(input, piece: 20, lookahead: $0, network: network, parameters: parameters), whole)
        }
        #expect(differences[0] > differences[1] && differences[1] > differences[2])
        #expect(differences[3] < 1e-5)
    }

    /// Weights rounded to bfloat16 (8 significant bits) or to 8-bit integers change the logits by about 2⁻⁸ of their
    /// size, and by something.
    @Test(arguments: GradientTests.configurations, [InferencePrecision.bfloat16, .int8])
    func roundedWeights(configuration: NetworkConfiguration, precision: InferencePrecision) throws {
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 2)
        let input = GradientTests.sequences([61], columns: 4, seed: 3)[0]
        let whole = network.logits([input], parameters: parameters)[0].values
        let rounded = stream(
            input, piece: 100, lookahead: nil, network: network, parameters: parameters, precision: precision)
        #expect(relativeDifference(rounded, whole) < 0.02)
        #expect(rounded != whole)
    }
}
