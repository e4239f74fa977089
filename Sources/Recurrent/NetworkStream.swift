/// A network carried over one long sequence, piece by piece, in memory that does not grow with its length.
///
/// In every layer the forward direction goes on from the state in which the piece before left it. The backward direction
/// starts anew at the end of a look-ahead behind the piece (latency-controlled bidirectional network, Zhang et al. 2016,
/// Xue & Yan 2017). A piece whose look-ahead reaches the end of the sequence gives what the whole sequence would.
public struct NetworkStream: Sendable {
    public let network: RecurrentNetwork
    private let weights: InferenceWeights
    private var states: [[RecurrentState]]

    /// At the start of a sequence.
    public init(_ network: RecurrentNetwork, weights: InferenceWeights) {
        precondition(weights.count == network.layout.count, "weights that do not fit the network")
        self.network = network
        self.weights = weights
        states = network.layers.map { $0.initialStates(sequences: 1) }
    }

    /// Goes on by a piece.
    ///
    /// - Parameters:
    ///   - frames: T × D, the frames of the piece and behind them those of the look-ahead.
    ///   - steps: steps of the network that the piece has; the rest is look-ahead. The next piece begins with frame
    ///     `steps · stride` of this one.
    /// - Returns: the logits of the piece, and behind them those of the look-ahead, which are the worse the nearer they
    ///   lie to its end.
    public mutating func advance(_ frames: Matrix, steps: Int) -> Matrix {
        precondition(steps <= network.steps(frames: frames.rows), "a piece longer than its frames")
        var values = network.stacking.apply(frames)
        return weights.rest.withView { parameters in
            for (index, layer) in network.layers.enumerated() {
                values = layer.advance(values, steps: steps, weights: weights.scans[index], states: &states[index])
                if !network.norms.isEmpty {
                    _ = network.norms[index].forward(&values, parameters: parameters, training: false)
                }
            }
            return network.linear.forward(values, parameters: parameters)
        }
    }
}

extension RecurrentLayer {
    /// One sequence's rows, of which the first `steps` are the piece and the rest look-ahead.
    ///
    /// - Parameter states: of the forward direction, carried to the end of the piece; the backward direction's are not
    ///   looked at.
    func advance(
        _ input: Matrix, steps: Int, weights: [ScanWeights], states: inout [RecurrentState]
    ) -> Matrix {
        let hidden = scans[0].hiddenSize
        var output = Matrix(uninitializedRows: input.rows, columns: scans.count * hidden)
        output.withMutableView { output in
            states.withUnsafeMutableBufferPointer { states in
                Parallel.forEach(scans.count) { index in
                    let scan = scans[index]
                    let window = output.columns(index * hidden..<(index + 1) * hidden)
                    input.withView { input in
                        func run(_ rows: Range<Int>, state: inout RecurrentState) {
                            weights[index].biases.withView { biases in
                                _ = scan.forward(
                                    input.rows(rows), packed: PackedLayout(lengths: [rows.count]), parameters: biases,
                                    output: window.rows(rows), state: &state, training: false, kept: weights[index])
                            }
                        }
                        if scan.reversed {
                            var fresh = RecurrentState(
                                sequences: 1, hiddenSize: hidden, hasMemory: scan.cell.hasMemory)
                            run(0..<input.rows, state: &fresh)
                        } else {
                            run(0..<steps, state: &states[index])
                            if steps < input.rows {
                                var ahead = states[index]
                                run(steps..<input.rows, state: &ahead)
                            }
                        }
                    }
                }
            }
        }
        return merged(output)
    }
}
