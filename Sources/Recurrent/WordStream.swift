import CKernels
import Foundation

/// The weights of a ``WordNetwork`` as single sentences run through it fastest, a word at a time: made once, and shared by all
/// that run it. The words' vectors are 8-bit integers.
public final class WordNetworkWeights: Sendable {
    /// One layer's.
    struct Layer: Sendable {
        let scan: Scan
        let norm: LayerNorm?
        let input: any WeightFactor
        let hidden: any WeightFactor
        let biases: ParameterSpan
    }

    let layers: [Layer]
    /// Of the linear output, and its bias.
    let output: any WeightFactor
    let outputBias: [Float]
    /// Those behind the recurrent layers, for the layer norms.
    let rest: ParameterSpan
    let vectors: QuantizedMatrix
    let biases: [Float]

    /// - Parameter stored: the parameters in the order of the network's layout.
    public init(of words: WordNetwork, precision: InferencePrecision, stored: StoredWeights) {
        let values = stored.values
        func factor(_ range: Range<Int>, columns: Int) -> any WeightFactor {
            ParameterSpan(start: range.lowerBound, values: values(range)).withView {
                let matrix = $0.matrix(range, columns: columns)
                return switch precision {
                case .int8: PackedQuantizedWeights(matrix)
                case .bfloat16: PackedWeights(matrix)
                case .float32: TransposedWeights(matrix)
                }
            }
        }
        let network = words.network
        layers = network.layers.enumerated().map { index, layer in
            let scan = layer.scans[0]
            let range = scan.biasInput.lowerBound..<scan.biasHidden.upperBound
            return Layer(
                scan: scan, norm: network.norms.isEmpty ? nil : network.norms[index],
                input: factor(scan.weightInput, columns: scan.inputSize),
                hidden: factor(scan.weightHidden, columns: scan.hiddenSize),
                biases: ParameterSpan(start: range.lowerBound, values: values(range)))
        }
        output = factor(network.linear.weight, columns: network.linear.inputSize)
        outputBias = values(network.linear.bias)
        let recurrent = network.layers.last?.scans.last?.parameters.upperBound ?? 0
        rest = ParameterSpan(start: recurrent, values: values(recurrent..<network.linear.weight.lowerBound))
        vectors = stored.quantized(words.vectors, columns: words.size)
        biases = values(words.biases)
    }
}

/// A sentence under way: a ``WordNetwork`` behind the words so far.
public struct WordStream: Sendable {
    private let weights: WordNetworkWeights
    /// By layer.
    private var states: [RecurrentState]
    private var output: Matrix

    /// Before any word; there is no score yet.
    public init(_ weights: WordNetworkWeights) {
        self.weights = weights
        states = weights.layers.map {
            RecurrentState(
                sequences: 1, hiddenSize: $0.scan.hiddenSize, hasMemory: $0.scan.cell.hasMemory)
        }
        output = Matrix(rows: 1, columns: weights.vectors.columns)
    }

    /// Goes on by a word.
    public mutating func advance(by word: Int) {
        let (size, scale) = (weights.vectors.columns, weights.vectors.scales[word])
        var values = Matrix(uninitializedRows: 1, columns: size)
        values.withMutableView { values in
            let vector = weights.vectors.base + word * size
            for index in 0..<size { values.base[index] = scale * Float(vector[index]) }
        }
        for index in weights.layers.indices {
            values = Self.step(weights.layers[index], values, &states[index])
            if let norm = weights.layers[index].norm {
                weights.rest.withView { _ = norm.forward(&values, parameters: $0, training: false) }
            }
        }
        output = Matrix(uninitializedRows: 1, columns: size)
        output.withMutableView { output in
            values.withView { weights.output.multiply($0, into: output) }
            asr_add(size, weights.outputBias, output.base)
        }
    }

    /// One step of one layer: as ``Scan`` does it for many.
    private static func step(
        _ layer: WordNetworkWeights.Layer, _ input: Matrix, _ state: inout RecurrentState
    ) -> Matrix {
        let scan = layer.scan
        var gates = Matrix(uninitializedRows: 1, columns: scan.cell.gates * scan.hiddenSize)
        var recurrent = Matrix(uninitializedRows: 1, columns: scan.cell.gates * scan.hiddenSize)
        var output = Matrix(uninitializedRows: 1, columns: scan.hiddenSize)
        gates.withMutableView { gates in
            input.withView { layer.input.multiply($0, into: gates) }
            recurrent.withMutableView { recurrent in
                state.hidden.withView { layer.hidden.multiply($0, into: recurrent) }
                layer.biases.withView { biases in
                    output.withMutableView { output in
                        state.hidden.withMutableView { hidden in
                            state.memory.withMutableView { memory in
                                scan.cell.forward(
                                    ForwardStep(
                                        rows: 1, hidden: scan.hiddenSize, gates: gates.base, recurrent: recurrent.base,
                                        biasInput: biases.pointer(scan.biasInput),
                                        biasHidden: biases.pointer(scan.biasHidden), state: hidden.base,
                                        memory: memory.base, output: output.base, outputStride: output.stride,
                                        previous: nil, saved: (nil, nil)))
                            }
                        }
                    }
                }
            }
        }
        return output
    }

    /// The score of a word as the next one, about ln p.
    public func score(of word: Int) -> Float {
        let size = weights.vectors.columns
        let product = output.withView { asr_dot_int8(size, weights.vectors.base + word * size, $0.base) }
        return weights.vectors.scales[word] * product + weights.biases[word]
    }
}
