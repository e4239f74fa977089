/// A network carried over one long sequence, or several of one length side by side, piece by piece, in memory that does
/// not grow with their length.
///
/// In every layer the forward direction goes on from the state in which the piece before left it. The backward direction
/// starts anew at the end of a look-ahead behind the piece (latency-controlled bidirectional network, Zhang et al. 2016,
/// Xue & Yan 2017). A piece whose look-ahead reaches the end of the sequence gives what the whole sequence would.
public struct NetworkStream: Sendable {
    public let network: RecurrentNetwork
    private let weights: InferenceWeights
    private let sequences: Int
    private var states: [[RecurrentState]]

    /// At the start of so many sequences. Several take less time together than one after the other: the recurrent
    /// weights are read once for all of them.
    public init(_ network: RecurrentNetwork, weights: InferenceWeights, sequences: Int = 1) {
        precondition(weights.count == network.layout.count, "weights that do not fit the network")
        self.network = network
        self.weights = weights
        self.sequences = sequences
        states = network.layers.map { $0.initialStates(sequences: sequences) }
    }

    /// Goes on by a piece.
    ///
    /// - Parameters:
    ///   - frames: of each sequence T × D, the frames of the piece and behind them those of the look-ahead.
    ///   - steps: steps of the network that the piece has; the rest is look-ahead. The next piece begins with frame
    ///     `steps · stride` of this one.
    /// - Returns: the logits of the piece, and behind them those of the look-ahead, which are the worse the nearer they
    ///   lie to its end: step by step a row for each sequence.
    public mutating func advance(_ frames: [Matrix], steps: Int) -> Matrix {
        precondition(
            frames.count == sequences && frames.allSatisfy { $0.rows == frames[0].rows }, "sequences of unequal lengths")
        let stacked = frames.map(network.stacking.apply)
        precondition(steps <= stacked[0].rows, "a piece longer than its frames")
        var values = PackedLayout(lengths: stacked.map(\.rows)).pack(stacked)
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
    /// Sequences of one length, packed, of which the first `steps` are the piece and the rest look-ahead.
    ///
    /// - Parameter states: of the forward direction, carried to the end of the piece; the backward direction's are not
    ///   looked at.
    func advance(
        _ input: Matrix, steps: Int, weights: [ScanWeights], states: inout [RecurrentState]
    ) -> Matrix {
        let hidden = scans[0].hiddenSize
        let sequences = states[0].hidden.rows
        let end = steps * sequences
        var output = Matrix(uninitializedRows: input.rows, columns: scans.count * hidden)
        output.withMutableView { output in
            states.withUnsafeMutableBufferPointer { states in
                Parallel.forEach(scans.count) { index in
                    let scan = scans[index]
                    let window = output.columns(index * hidden..<(index + 1) * hidden)
                    input.withView { input in
                        func run(_ rows: Range<Int>, state: inout RecurrentState) {
                            let packed = PackedLayout(
                                lengths: Array(repeating: rows.count / sequences, count: sequences))
                            weights[index].biases.withView { biases in
                                _ = scan.forward(
                                    input.rows(rows), packed: packed, parameters: biases,
                                    output: window.rows(rows), state: &state, training: false, kept: weights[index])
                            }
                        }
                        if scan.reversed {
                            var fresh = RecurrentState(
                                sequences: sequences, hiddenSize: hidden, hasMemory: scan.cell.hasMemory)
                            run(0..<input.rows, state: &fresh)
                        } else {
                            run(0..<end, state: &states[index])
                            if end < input.rows {
                                var ahead = states[index]
                                run(end..<input.rows, state: &ahead)
                            }
                        }
                    }
                }
            }
        }
        return merged(output)
    }
}
