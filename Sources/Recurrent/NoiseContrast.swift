import CKernels
import Foundation

/// Words that are drawn by chance, from which a ``WordNetwork`` learns to tell the words of texts.
///
/// Noise-contrastive estimation (Gutmann & Hyvärinen 2010; Mnih & Teh, "A fast and simple algorithm for training neural
/// probabilistic language models", 2012): with k words of noise for each of the text, P(text | w) = σ(s_w − ln k·q(w)), q
/// being how noise is drawn. What makes this most probable are scores that are log-probabilities without any sum over the
/// vocabulary. The same noise serves a whole batch (Zoph et al. 2016), so that its scores are a matrix product.
public struct NoiseContrast: Sendable {
    /// Of the words, by number: how many of the noise words lie before.
    private let cumulative: [Double]
    /// ln q.
    private let logShares: [Float]

    /// - Parameter frequencies: of the words; not all 0. Noise is drawn by their power 0.75.
    public init(frequencies: [Double]) {
        let powers = frequencies.map { pow(max($0, 0), 0.75) }
        let total = powers.reduce(0, +)
        precondition(total > 0, "there is no noise without a word")
        var sum = 0.0
        cumulative = powers.map {
            sum += $0 / total
            return sum
        }
        logShares = powers.map { Float(log(max($0, 1e-9 * total) / total)) }
    }

    /// Draws words.
    public func draw(_ count: Int, using random: inout SplitMix64) -> [Int] {
        (0..<count).map { _ in
            let value = Double.random(in: 0..<1, using: &random)
            var (low, high) = (0, cumulative.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if cumulative[middle] <= value { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// ln k·q(w).
    func logExpected(_ word: Int, of count: Int) -> Float { logShares[word] + log(Float(count)) }
}

extension WordNetwork {
    /// The noise-contrastive loss of sentences, and backpropagation.
    ///
    /// - Parameters:
    ///   - sentences: word numbers from the sentence's start to its end; each but the first is learnt.
    ///   - noise: drawn from `contrast`.
    ///   - gradients: of the loss a word with respect to all parameters, added to.
    ///   - dropout: share of the vectors' and outputs' elements that are set to 0.
    /// - Returns: the loss a word, in nats.
    public func learn(
        _ sentences: [[Int]], noise: [Int], from contrast: NoiseContrast, parameters: [Float],
        gradients: inout [Float], dropout: Float, dropoutSeed: UInt64, precision: Precision
    ) -> Double {
        precondition(parameters.count == layout.count && gradients.count == layout.count, "parameters that do not fit")
        let precision = precision.available
        let networkRange = 0..<network.layout.count
        let networkParameters = Array(parameters[networkRange])
        var random = SplitMix64(seed: dropoutSeed)
        func mask() -> Dropout? {
            let seed = UInt32(truncatingIfNeeded: random.next())
            return dropout > 0 ? Dropout(rate: dropout, seed: seed) : nil
        }
        let (inputMasks, outputMask) = (sentences.map { _ in mask() }, mask())
        let inputs = zip(sentences, inputMasks).map { sentence, mask in
            var input = vectors(of: sentence.dropLast(), parameters: parameters)
            mask?.apply(to: &input)
            return input
        }
        var (outputs, trace) = network.forward(
            inputs, parameters: networkParameters, dropoutSeed: random.next(), precision: precision)
        var output = Matrix(stacking: outputs)
        outputMask?.apply(to: &output)

        let targets = sentences.flatMap { $0.dropFirst() }
        var (loss, outputGradient) = contrastLoss(
            output, targets: targets, noise: noise, from: contrast, parameters: parameters, gradients: &gradients,
            precision: precision)
        outputMask?.apply(to: &outputGradient)

        var row = 0
        for index in outputs.indices {
            let rows = row..<row + outputs[index].rows
            outputs[index] = outputGradient.rows(rows)
            row = rows.upperBound
        }
        var networkGradients = [Float](repeating: 0, count: networkRange.count)
        let inputGradients = network.backward(
            outputs, parameters: networkParameters, gradients: &networkGradients, trace: &trace, withInput: true)
        gradients.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            networkGradients.withUnsafeBufferPointer { own in
                if let own = own.baseAddress { asr_add(networkRange.count, own, base) }
            }
            for (index, sentence) in sentences.enumerated() {
                var gradient = inputGradients[index]
                inputMasks[index]?.apply(to: &gradient)
                gradient.withView { gradient in
                    for (row, word) in sentence.dropLast().enumerated() {
                        asr_add(size, gradient.row(row), base + vectors.lowerBound + word * size)
                    }
                }
            }
        }
        loss /= Double(max(1, targets.count))
        return loss
    }

    /// The loss of the network's outputs, R × E, and its gradient with respect to them; those with respect to the words'
    /// vectors and biases are added to `gradients`.
    private func contrastLoss(
        _ output: Matrix, targets: [Int], noise: [Int], from contrast: NoiseContrast, parameters: [Float],
        gradients: inout [Float], precision: Precision
    ) -> (sum: Double, gradient: Matrix) {
        let scale = 1 / Float(max(1, targets.count))
        let targetVectors = vectors(of: targets, parameters: parameters)
        let noiseVectors = vectors(of: noise, parameters: parameters)
        let offsets = noise.map { parameters[biases.lowerBound + $0] - contrast.logExpected($0, of: noise.count) }
        var scores = Matrix(uninitializedRows: targets.count, columns: noise.count)
        var gradient = Matrix(uninitializedRows: targets.count, columns: size)
        var noiseGradient = Matrix(uninitializedRows: noise.count, columns: size)
        var biasGradient = [Float](repeating: 0, count: noise.count)
        var loss = 0.0
        gradients.withUnsafeMutableBufferPointer { gradients in
            guard let base = gradients.baseAddress else { return }
            let (vectorGradients, biasGradients) = (base + vectors.lowerBound, base + biases.lowerBound)
            output.withView { output in
                noiseVectors.withView { noiseVectors in
                    scores.withMutableView { scores in
                        multiply(output, .plain, noiseVectors, .transposed, into: scores, precision: precision)
                        loss += asr_noise_contrast(scores.rows, scores.columns, offsets, scale, scores.base)
                        asr_add_column_sums(scores.rows, scores.columns, scores.base, scores.columns, &biasGradient)
                        gradient.withMutableView {
                            multiply(scores, .plain, noiseVectors, into: $0, precision: precision)
                        }
                        noiseGradient.withMutableView {
                            multiply(scores, .transposed, output, into: $0, precision: precision)
                        }
                    }
                }
                noiseGradient.withView { noiseGradient in
                    for (row, word) in noise.enumerated() {
                        asr_add(size, noiseGradient.row(row), vectorGradients + word * size)
                        biasGradients[word] += biasGradient[row]
                    }
                }
                targetVectors.withView { targetVectors in
                    gradient.withMutableView { gradient in
                        for (row, word) in targets.enumerated() {
                            let (own, vector) = (output.row(row), targetVectors.row(row))
                            var score = parameters[biases.lowerBound + word] - contrast.logExpected(word, of: noise.count)
                            for index in 0..<size { score += own[index] * vector[index] }
                            // −ln σ(score), and its derivative.
                            loss += Double(max(-score, 0) + log1p(exp(-abs(score))))
                            let factor = -scale / (1 + exp(score))
                            for index in 0..<size {
                                gradient.row(row)[index] += factor * vector[index]
                                vectorGradients[word * size + index] += factor * own[index]
                            }
                            biasGradients[word] += factor
                        }
                    }
                }
            }
        }
        return (loss, gradient)
    }
}

extension Matrix {
    /// The rows of matrices of the same width, one below the other.
    init(stacking parts: [Matrix]) {
        self.init(uninitializedRows: parts.reduce(0) { $0 + $1.rows }, columns: parts.first?.columns ?? 0)
        withMutableView { all in
            var row = 0
            for part in parts {
                part.withView { all.row(row).update(from: $0.base, count: $0.rows * $0.columns) }
                row += part.rows
            }
        }
    }
}
