import Recognition
import Recurrent
import Testing
import Training

@Suite struct DepthTests {
    private func model(_ change: (inout NetworkConfiguration) -> Void = { _ in }) throws -> Model {
        var configuration = ModelConfiguration()
        configuration.network.layers = 2
        configuration.network.hiddenSize = 24
        configuration.network.layerNorm = true
        change(&configuration.network)
        var model = try Model(configuration, seed: 5)
        var random = SplitMix64(seed: 6)
        // Gains and biases as training leaves them.
        for entry in model.network.layout.entries where entry.name.hasPrefix("norm.") {
            for index in entry.range { model.parameters[index] += Float.random(in: -0.3...0.3, using: &random) }
        }
        return model
    }

    private func logits(of model: Model) -> [Float] {
        var random = SplitMix64(seed: 7)
        let columns = model.configuration.network.inputSize
        let values = (0..<120 * columns).map { _ in Float.random(in: -1.7...1.7, using: &random) }
        let features = Matrix(rows: 120, columns: columns, values: values)
        return model.network.logits([features], parameters: model.parameters)[0].values
    }

    @Test(arguments: [NetworkConfiguration.Direction.bidirectional, .forward, .backward])
    func newLayersSayWhatTheOldOnesDid(direction: NetworkConfiguration.Direction) throws {
        let shallow = try model { $0.direction = direction }
        let deep = try shallow.deepened(to: 3)
        #expect(deep.configuration.network.layers == 3)
        let (first, second) = (logits(of: shallow), logits(of: deep))
        let difference = zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let size = first.reduce(0) { $0 + $1 * $1 }
        #expect(difference > 0)
        #expect(difference < 0.05 * size, "\(difference / size)")
    }

    @Test func asManyLayersAreLeftAlone() throws {
        let model = try model()
        #expect(try model.deepened(to: 2).parameters == model.parameters)
    }

    @Test func whatCannotHandOnIsRefused() throws {
        #expect(throws: TrainingError.cannotDeepen(layers: 2)) { try model { $0.cell = .lstm }.deepened(to: 3) }
        #expect(throws: TrainingError.cannotDeepen(layers: 2)) { try model { $0.layerNorm = false }.deepened(to: 3) }
        #expect(throws: TrainingError.cannotDeepen(layers: 2)) { try model { $0.merge = .sum }.deepened(to: 3) }
    }
}
