import CKernels
import Foundation

/// A network that reads words as vectors and says, after each, which word comes next: one vector a word serves as input and is
/// compared with the output (Press & Wolf, "Using the output embedding to improve language models", 2017).
///
/// The score of word w after a history is h·e_w + b_w, with h the network's output and e_w the word's vector. Trained with
/// ``NoiseContrast``, the exponentials of all words' scores add up to about 1, so that a score is about ln p(w | history)
/// and none but those asked for need computing.
public struct WordNetwork: Sendable {
    /// Of a word's vector, behind those before it, a vector to compare others with.
    public let network: RecurrentNetwork
    /// Of the network, the words' vectors and their biases.
    public let layout: ParameterLayout
    /// The number of words, V.
    public let words: Int
    /// V × E, the words' vectors.
    let vectors: Range<Int>
    /// V.
    let biases: Range<Int>

    /// Floats of a word's vector, E.
    public var size: Int { network.configuration.inputSize }

    /// - Parameter configuration: of a network that runs forward a word at a time; its output is made as long as its input.
    /// - Throws: ``NetworkError`` where there is no such network.
    public init(_ configuration: NetworkConfiguration, words: Int) throws(NetworkError) {
        guard configuration.direction == .forward else {
            throw .invalid(option: "direction", value: configuration.direction.rawValue, expected: "forward")
        }
        var configuration = configuration
        (configuration.stack, configuration.stride) = (1, 1)
        configuration.outputSize = configuration.inputSize
        network = try RecurrentNetwork(configuration)
        var layout = network.layout
        vectors = layout.add("words.weight", [words, configuration.inputSize], .uniform(0.1))
        biases = layout.add("words.bias", [words], .constant(0))
        self.layout = layout
        self.words = words
    }

    /// First values of the parameters, by which every word has its frequency's score whatever came before.
    ///
    /// - Parameter logProbabilities: of each word by itself.
    public func initialValues(logProbabilities: [Float], seed: UInt64) -> [Float] {
        precondition(logProbabilities.count == words, "a log-probability for each word")
        var values = layout.initialValues(seed: seed)
        values.replaceSubrange(biases, with: logProbabilities)
        return values
    }

    /// The vectors of some words, R × E.
    func vectors(of numbers: some Collection<Int>, parameters: [Float]) -> Matrix {
        var result = Matrix(uninitializedRows: numbers.count, columns: size)
        parameters.withUnsafeBufferPointer { parameters in
            result.withMutableView { result in
                guard let base = parameters.baseAddress else { return }
                for (row, word) in numbers.enumerated() {
                    result.row(row).update(from: base + vectors.lowerBound + word * size, count: size)
                }
            }
        }
        return result
    }

    /// ln p of each word but the first of each sentence after those before it, summed up over all words of the vocabulary,
    /// and the logarithms of these sums, which are 0 where scores are log-probabilities.
    ///
    /// O(words of the sentences × V).
    public func logProbabilities(
        of sentences: [[Int]], parameters: [Float]
    ) -> (logProbabilities: [[Float]], logSums: [[Float]]) {
        let outputs = network.logits(
            sentences.map { vectors(of: $0.dropLast(), parameters: parameters) },
            parameters: Array(parameters[..<network.layout.count]))
        var (logProbabilities, logSums): ([[Float]], [[Float]]) = ([], [])
        parameters.withUnsafeBufferPointer { buffer in
            let view = ParameterView(buffer)
            for (sentence, output) in zip(sentences, outputs) {
                var (own, sums): ([Float], [Float]) = ([], [])
                // In blocks: a sentence of any length times all words is more than memory holds.
                for first in stride(from: 0, to: output.rows, by: 256) {
                    let rows = first..<min(output.rows, first + 256)
                    var scores = Matrix(uninitializedRows: rows.count, columns: words)
                    scores.withMutableView { scores in
                        output.withView { multiply($0.rows(rows), .plain, view.matrix(vectors, columns: size), .transposed, into: scores) }
                        asr_add_bias(rows.count, words, view.pointer(biases), scores.base)
                        for row in rows {
                            let values = UnsafeBufferPointer(start: scores.row(row - first), count: words)
                            let greatest = values.max() ?? 0
                            let logSum = greatest + Float(log(values.reduce(0.0) { $0 + exp(Double($1 - greatest)) }))
                            sums.append(logSum)
                            own.append(values[sentence[row + 1]] - logSum)
                        }
                    }
                }
                logProbabilities.append(own)
                logSums.append(sums)
            }
        }
        return (logProbabilities, logSums)
    }
}
