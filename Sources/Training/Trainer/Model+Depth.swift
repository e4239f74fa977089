import Recognition
import Recurrent

extension Model {
    /// The model with more recurrent layers, each of which at first hands on, nearly, what the layer below it says: there is
    /// more to learn with, and little is forgotten (Chen, Goodfellow, Shlens: "Net2Net", 2016).
    ///
    /// A new layer's candidate state is tanh(¼x) of its own direction's inputs, its update gate is nearly shut, and its layer
    /// norm undoes what it does to values that come out of one. Its other weights are 0.
    ///
    /// - Parameter layers: no fewer than there are.
    /// - Throws: ``TrainingError/cannotDeepen`` where the layers are not GRUs with layer norm whose directions lie side by
    ///   side.
    public func deepened(to layers: Int) throws -> Model {
        let shape = configuration.network
        precondition(layers >= shape.layers, "a network can only get more layers")
        guard shape.cell == .gru, shape.layerNorm, shape.direction != .bidirectional || shape.merge == .concat else {
            throw TrainingError.cannotDeepen(layers: shape.layers)
        }
        var weights = Dictionary(
            uniqueKeysWithValues: network.layout.entries.map { ($0.name, Array(parameters[$0.range])) })
        for layer in shape.layers..<layers {
            weights.merge(Self.handingOn(layer, hidden: shape.hiddenSize, norms: weights)) { $1 }
        }
        var configuration = configuration
        configuration.network.layers = layers
        let layout = try RecurrentNetwork(configuration.network).layout
        return try Model(
            configuration, parameters: layout.entries.flatMap { weights[$0.name] ?? [] }, languageModel: languageModel)
    }

    /// The weights of a layer that hands on what the layer norm before it says.
    private static func handingOn(_ layer: Int, hidden: Int, norms: [String: [Float]]) -> [String: [Float]] {
        let gain = norms["norm.\(layer - 1).weight"] ?? []
        let bias = norms["norm.\(layer - 1).bias"] ?? []
        let width = gain.count
        var weights: [String: [Float]] = [:]
        // The gates' order is r, z, n.
        for (offset, suffix) in [(0, "l\(layer)"), (width - hidden, "l\(layer)_reverse")] {
            var input = [Float](repeating: 0, count: 3 * hidden * width)
            for unit in 0..<hidden { input[(2 * hidden + unit) * width + offset + unit] = 0.25 }
            var gates = [Float](repeating: 0, count: 3 * hidden)
            gates.replaceSubrange(hidden..<2 * hidden, with: repeatElement(-2.5, count: hidden))
            weights["rnn.weight_ih_\(suffix)"] = input
            weights["rnn.bias_ih_\(suffix)"] = gates
            weights["rnn.weight_hh_\(suffix)"] = [Float](repeating: 0, count: 3 * hidden * hidden)
            weights["rnn.bias_hh_\(suffix)"] = [Float](repeating: 0, count: 3 * hidden)
        }
        // Over a frame's values these are, on average, the mean and the deviation of what the norm before lets out.
        let mean = bias.reduce(0, +) / Float(width)
        let square = zip(gain, bias).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 } / Float(width)
        weights["norm.\(layer).weight"] = [Float](repeating: (square - mean * mean).squareRoot(), count: width)
        weights["norm.\(layer).bias"] = [Float](repeating: mean, count: width)
        return weights
    }
}
