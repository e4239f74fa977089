import Foundation
import Recurrent

/// The network and the batch of the training step and of the CTC loss: 16 utterances of 10 s.
struct TrainingShape: Codable {
    /// Three sizes by their names: ours is the middle one.
    static var sizes: [(name: String, shape: TrainingShape)] {
        var (small, large) = (TrainingShape(), TrainingShape())
        (small.utterances, small.layers, small.hidden) = (8, 2, 128)
        (large.utterances, large.layers, large.hidden) = (8, 4, 512)
        return [("2 × 128, 8 utterances", small), ("3 × 320, 16", TrainingShape()), ("4 × 512, 8", large)]
    }

    var utterances = 16
    /// Of 10 ms.
    var frames = 999
    /// Cepstra of a frame.
    var features = 40
    var stack = 3
    var layers = 3
    /// Hidden units of each direction.
    var hidden = 320
    /// Outputs, the blank among them.
    var outputs = 29
    /// Labels of an utterance: 12 letters a second.
    var labels = 120

    var steps: Int { frames / stack }

    var network: RecurrentNetwork {
        get throws {
            var configuration = NetworkConfiguration()
            configuration.inputSize = features
            configuration.stack = stack
            configuration.stride = stack
            configuration.layers = layers
            configuration.hiddenSize = hidden
            configuration.dropout = 0
            configuration.outputSize = outputs
            return try RecurrentNetwork(configuration)
        }
    }
}
