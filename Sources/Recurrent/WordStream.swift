import CKernels
import Foundation

/// The weights of a ``WordNetwork`` as single sentences run through it fastest: made once, and shared by all that run it.
/// The words' vectors are 8-bit integers.
public final class WordNetworkWeights: Sendable {
    let network: RecurrentNetwork
    let recurrent: InferenceWeights
    /// Of the linear output, for one state at a time, and its bias.
    let output: any WeightFactor
    let outputBias: [Float]
    let vectors: QuantizedMatrix
    let biases: [Float]

    /// - Parameter values: the parameters in a range of the network's layout, which holds whole entries.
    public init(of words: WordNetwork, precision: InferencePrecision, values: (Range<Int>) -> [Float]) {
        network = words.network
        recurrent = InferenceWeights(of: words.network, precision: precision, values: values)
        let linear = words.network.linear
        output = ParameterSpan(start: linear.weight.lowerBound, values: values(linear.weight)).withView {
            PackedWeights($0.matrix(linear.weight, columns: linear.inputSize))
        }
        outputBias = values(linear.bias)
        vectors = ParameterSpan(start: words.vectors.lowerBound, values: values(words.vectors)).withView {
            QuantizedMatrix($0.matrix(words.vectors, columns: words.size))
        }
        biases = values(words.biases)
    }
}

/// A sentence under way: a ``WordNetwork`` behind the words so far.
public struct WordStream: Sendable {
    private let weights: WordNetworkWeights
    private var stream: NetworkStream
    private var output: Matrix

    /// Before any word; there is no score yet.
    public init(_ weights: WordNetworkWeights) {
        self.weights = weights
        stream = NetworkStream(weights.network, weights: weights.recurrent)
        output = Matrix(rows: 1, columns: weights.vectors.columns)
    }

    /// Goes on by a word.
    public mutating func advance(by word: Int) {
        let (size, scale) = (weights.vectors.columns, weights.vectors.scales[word])
        var input = Matrix(uninitializedRows: 1, columns: size)
        input.withMutableView { input in
            let vector = weights.vectors.base + word * size
            for index in 0..<size { input.base[index] = scale * Float(vector[index]) }
        }
        let state = stream.advanceLayers(input, steps: 1)
        output = Matrix(uninitializedRows: 1, columns: size)
        output.withMutableView { output in
            state.withView { weights.output.multiply($0, into: output) }
            asr_add(size, weights.outputBias, output.base)
        }
    }

    /// The score of a word as the next one, about ln p.
    public func score(of word: Int) -> Float {
        let size = weights.vectors.columns
        let product = output.withView { asr_dot_int8(size, weights.vectors.base + word * size, $0.base) }
        return weights.vectors.scales[word] * product + weights.biases[word]
    }
}
