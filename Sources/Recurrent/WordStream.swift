import CKernels

/// The weights of a ``WordNetwork`` as single sentences run through it fastest, a word at a time: made once, and shared by all
/// that run it. The words' vectors are 8-bit integers.
public final class WordNetworkWeights: Sendable {
    /// One layer's.
    struct Layer: Sendable {
        let scan: Scan
        let norm: LayerNorm?
        let weights: ScanWeights
    }

    let layers: [Layer]
    /// Of the linear output, and its bias.
    let output: any WeightFactor
    let outputBias: [Float]
    /// The layer norms', if there are any.
    let norms: ParameterSpan
    let vectors: QuantizedMatrix
    let biases: [Float]

    /// - Parameter stored: the parameters in the order of the network's layout.
    public init(of words: WordNetwork, precision: InferencePrecision, stored: StoredWeights) {
        let network = words.network
        layers = network.layers.enumerated().map { index, layer in
            let scan = layer.scans[0]
            return Layer(
                scan: scan, norm: network.norms.isEmpty ? nil : network.norms[index],
                weights: ScanWeights(scan, precision: precision, stepwise: true, values: stored.values))
        }
        let linear = network.linear
        output = precision.factor(
            of: ParameterSpan(linear.weight, stored.values), columns: linear.inputSize, stepwise: true)
        outputBias = stored.values(linear.bias)
        norms = ParameterSpan(network.recurrentEnd..<linear.weight.lowerBound, stored.values)
        vectors = stored.quantized(words.vectors, columns: words.size)
        biases = stored.values(words.biases)
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
                weights.norms.withView { _ = norm.forward(&values, parameters: $0, training: false) }
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
            input.withView { layer.weights.input.multiply($0, into: gates) }
            recurrent.withMutableView { recurrent in
                state.hidden.withView { layer.weights.hidden.multiply($0, into: recurrent) }
                layer.weights.biases.withView { biases in
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
