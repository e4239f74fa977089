import Foundation
import Recognition
import Recurrent

/// A randomly drawn network that says something at random, and what it listens to.
enum Babble {
    static func model(_ change: (inout ModelConfiguration) -> Void = { _ in }) throws -> Model {
        var configuration = ModelTests.tinyConfiguration()
        configuration.network.hiddenSize = 16
        configuration.frontEnd.normalization = .sliding(.init())
        configuration.frontEnd.deltas.order = 1
        change(&configuration)
        var model = try Model(configuration, seed: 7)
        // Weights as drawn hardly tell one step from another.
        model.parameters = model.parameters.map { 4 * $0 }
        return model
    }

    /// Noise that comes and goes, with tones in it.
    static func samples(seconds: Double) -> [Float] {
        var random = SplitMix64(seed: 11)
        return (0..<Int(16_000 * seconds)).map { index in
            let time = Double(index) / 16_000
            let loudness = Float(0.1 + 0.3 * abs(sin(2.1 * time)))
            return loudness
                * (Float.random(in: -0.3...0.3, using: &random)
                    + Float(sin(2 * .pi * (300 + 900 * abs(sin(1.3 * time))) * time)))
        }
    }
}
