import Foundation
import Recurrent
import Safetensors
import Testing

/// A network of words: its loss, its gradient, and that it comes to say probabilities.
@Suite struct WordNetworkTests {
    private let words: WordNetwork
    private let contrast = NoiseContrast(frequencies: [0, 0, 5, 4, 3, 2, 1])
    private let sentences = [[1, 3, 4, 2], [1, 5, 2], [1, 6, 3, 3, 4, 5, 2]]

    init() throws {
        words = try WordNetwork(Self.configuration(layers: 2), words: 7)
    }

    private static func configuration(layers: Int) -> NetworkConfiguration {
        var configuration = NetworkConfiguration()
        configuration.direction = .forward
        configuration.layers = layers
        configuration.inputSize = 4
        configuration.hiddenSize = 6
        configuration.dropout = 0
        return configuration
    }

    private func noise(_ count: Int) -> [Int] {
        var random = SplitMix64(seed: 4)
        return contrast.draw(count, using: &random)
    }

    /// Log-probabilities, and behind them the scores that the network gives.
    private func scores(_ parameters: [Float]) -> [[Float]] {
        let (logProbabilities, logSums) = words.logProbabilities(of: sentences, parameters: parameters)
        return zip(logProbabilities, logSums).map { zip($0, $1).map(+) }
    }

    private func learn(
        _ parameters: [Float], noise: [Int], gradients: inout [Float], dropout: Float = 0
    ) -> Double {
        words.learn(
            sentences, noise: noise, from: contrast, parameters: parameters, gradients: &gradients, dropout: dropout,
            dropoutSeed: 9, precision: .float32)
    }

    @Test("The loss is that of the formula, in doubles")
    func loss() {
        let parameters = words.layout.initialValues(seed: 2)
        let noise = noise(11)
        var gradients = [Float](repeating: 0, count: parameters.count)
        let loss = learn(parameters, noise: noise, gradients: &gradients)

        // Every word in every place, by asking for the log-probability of a sentence with it there.
        func score(_ word: Int, after history: [Int]) -> Double {
            let (logProbabilities, logSums) = words.logProbabilities(of: [history + [word]], parameters: parameters)
            return Double(logProbabilities[0][history.count - 1] + logSums[0][history.count - 1])
        }
        let total = [0, 0, 5, 4, 3, 2, 1].reduce(0) { $0 + pow(Double($1), 0.75) }
        func odds(_ word: Int, _ history: [Int]) -> Double {
            let frequency = [0, 0, 5, 4, 3, 2, 1][word]
            return score(word, after: history) - log(11 * pow(Double(frequency), 0.75) / total)
        }
        var (expected, count) = (0.0, 0)
        for sentence in sentences {
            for position in 1..<sentence.count {
                let history = Array(sentence[..<position])
                expected += log(1 + exp(-odds(sentence[position], history)))
                for word in noise { expected += log(1 + exp(odds(word, history))) }
                count += 1
            }
        }
        #expect(abs(loss - expected / Double(count)) < 1e-4)
    }

    /// The slope along random directions against (f(p + εd) − f(p − εd)) / 2ε, with the dropout masks held.
    @Test("The gradient is the loss's slope", arguments: [Float(0), 0.3])
    func gradient(dropout: Float) {
        let parameters = words.layout.initialValues(seed: 3)
        let noise = noise(20)
        var gradients = [Float](repeating: 0, count: parameters.count)
        _ = learn(parameters, noise: noise, gradients: &gradients, dropout: dropout)
        var random = SplitMix64(seed: 8)
        var ignored = gradients
        for _ in 0..<5 {
            let direction = parameters.map { _ in Float.random(in: -1...1, using: &random) }
            let epsilon: Float = 2e-3
            let above = learn(
                zip(parameters, direction).map { $0 + epsilon * $1 }, noise: noise, gradients: &ignored, dropout: dropout)
            let below = learn(
                zip(parameters, direction).map { $0 - epsilon * $1 }, noise: noise, gradients: &ignored, dropout: dropout)
            let slope = zip(gradients, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            #expect(abs((above - below) / Double(2 * epsilon) - slope) < 2e-2 * max(1, abs(slope)))
        }
    }

    @Test("Noise comes as often as its share of the frequencies' powers")
    func draws() {
        var random = SplitMix64(seed: 1)
        var counts = [Double](repeating: 0, count: 7)
        for word in contrast.draw(100_000, using: &random) { counts[word] += 1 }
        let powers = [0, 0, 5, 4, 3, 2, 1].map { pow($0, 0.75) }
        for (count, power) in zip(counts, powers) {
            #expect(abs(count / 100_000 - power / powers.reduce(0, +)) < 0.01)
        }
        #expect(counts[0] == 0 && counts[1] == 0)
    }

    @Test("It learns what follows what, and its scores are log-probabilities without a sum")
    func learning() {
        var parameters = words.initialValues(logProbabilities: .init(repeating: -2, count: 7), seed: 5)
        var optimizer = AdamW(count: parameters.count)
        var random = SplitMix64(seed: 6)
        for step in 0..<1000 {
            var gradients = [Float](repeating: 0, count: parameters.count)
            _ = words.learn(
                sentences, noise: contrast.draw(128, using: &random), from: contrast, parameters: parameters,
                gradients: &gradients, dropout: 0, dropoutSeed: 0, precision: .float32)
            _ = optimizer.update(&parameters, gradients: gradients, rate: 1e-5 * Float(1000 - step), layout: words.layout)
        }
        let (logProbabilities, logSums) = words.logProbabilities(of: sentences, parameters: parameters)
        // The first word is one of three.
        for (sentence, values) in zip(sentences, logProbabilities) {
            #expect(abs(exp(values[0]) - 1.0 / 3) < 0.15, "\(sentence)")
            for value in values.dropFirst() { #expect(exp(value) > 0.75, "\(sentence)") }
        }
        for sum in logSums.joined() { #expect(abs(sum) < 0.3) }
    }

    @Test("Word by word it says what it says of whole sentences", arguments: InferencePrecision.allCases)
    func streams(precision: InferencePrecision) throws {
        let parameters = words.layout.initialValues(seed: 7)
        let whole = scores(parameters)
        let file = SafetensorsFile(tensors: words.layout.tensors(parameters))
        let stored = try StoredWeights(file, layout: words.layout, path: "test")
        let weights = WordNetworkWeights(of: words, precision: precision, stored: stored)
        for (sentence, expected) in zip(sentences, whole) {
            var stream = WordStream(weights)
            for position in 1..<sentence.count {
                stream.advance(by: sentence[position - 1])
                #expect(abs(stream.score(of: sentence[position]) - expected[position - 1]) < 0.02)
            }
        }
    }

    @Test func aNetworkThatKnowsTheFutureIsRefused() {
        var configuration = Self.configuration(layers: 1)
        configuration.direction = .bidirectional
        #expect(throws: NetworkError.self) { try WordNetwork(configuration, words: 7) }
    }
}
