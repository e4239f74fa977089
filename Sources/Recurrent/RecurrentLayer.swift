import CKernels

/// A recurrent layer: one direction, or both merged by concatenation or sum.
///
/// The two directions are independent and run side by side.
struct RecurrentLayer: Sendable {
    let scans: [Scan]
    let merge: NetworkConfiguration.Merge
    let inputSize: Int
    let outputSize: Int

    /// What the backward pass needs from the forward pass.
    struct Trace: Sendable {
        var scans: [Scan.Trace]
    }

    init(_ configuration: NetworkConfiguration, index: Int, inputSize: Int, layout: inout ParameterLayout) {
        let cell: any Cell =
            switch configuration.cell {
            case .tanh: VanillaCell(rectify: false)
            case .relu: VanillaCell(rectify: true)
            case .lstm: LSTMCell()
            case .gru: GRUCell()
            }
        let directions: [Bool] =
            switch configuration.direction {
            case .forward: [false]
            case .backward: [true]
            case .bidirectional: [false, true]
            }
        scans = directions.map { reversed in
            Scan(
                cell: cell, inputSize: inputSize, hiddenSize: configuration.hiddenSize, reversed: reversed,
                suffix: "l\(index)\(reversed ? "_reverse" : "")", layout: &layout)
        }
        merge = configuration.merge
        self.inputSize = inputSize
        outputSize = configuration.layerOutputSize
    }

    /// The state before the first step, one for each direction.
    func initialStates(sequences: Int) -> [RecurrentState] {
        scans.map {
            RecurrentState(sequences: sequences, hiddenSize: $0.hiddenSize, hasMemory: $0.cell.hasMemory)
        }
    }

    /// R × D → R × O.
    ///
    /// - Parameter states: carried in and out, one for each direction.
    func forward(
        _ input: Matrix, packed: PackedLayout, parameters: ParameterView, states: inout [RecurrentState],
        training: Bool, precision: Precision = .float32
    ) -> (output: Matrix, trace: Trace) {
        // Where two directions are added, each first writes beside the other.
        let hidden = scans[0].hiddenSize
        var output = Matrix(uninitializedRows: packed.rows, columns: scans.count * hidden)
        var traces = [Scan.Trace?](repeating: nil, count: scans.count)
        output.withMutableView { output in
            traces.withUnsafeMutableBufferPointer { traces in
                states.withUnsafeMutableBufferPointer { states in
                    Parallel.forEach(scans.count) { index in
                        traces[index] = input.withView {
                            scans[index].forward(
                                $0, packed: packed, parameters: parameters,
                                output: output.columns(index * hidden..<(index + 1) * hidden),
                                state: &states[index], training: training, precision: precision)
                        }
                    }
                }
            }
        }
        return (merged(output), Trace(scans: traces.compactMap { $0 }))
    }

    /// Backpropagation through time; adds to `gradients` and uses the trace up.
    ///
    /// - Returns: the gradient with respect to the input, R × D; nothing of it without `withInput`.
    func backward(
        _ outputGradient: Matrix, input: Matrix, packed: PackedLayout, parameters: ParameterView,
        gradients: MutableParameterView, trace: inout Trace, truncation: Int?, precision: Precision, withInput: Bool
    ) -> Matrix {
        let hidden = scans[0].hiddenSize
        trace.scans.withUnsafeMutableBufferPointer { traces in
            Parallel.forEach(scans.count) { index in
                outputGradient.withView { outputGradient in
                    let window =
                        outputGradient.columns == hidden
                        ? outputGradient : outputGradient.columns(index * hidden..<(index + 1) * hidden)
                    input.withView {
                        scans[index].backward(
                            window, input: $0, packed: packed, parameters: parameters, gradients: gradients,
                            trace: &traces[index], truncation: truncation, precision: precision)
                    }
                }
            }
        }
        guard withInput else { return Matrix(rows: 0, columns: inputSize) }
        var inputGradient = Matrix(uninitializedRows: packed.rows, columns: inputSize)
        inputGradient.withMutableView { target in
            Parallel.forRows(packed.rows) { rows in
                for (index, scan) in scans.enumerated() {
                    trace.scans[index].gates.withView {
                        multiply(
                            $0.rows(rows), .plain, parameters.matrix(scan.weightInput, columns: inputSize),
                            into: target.rows(rows), accumulate: index > 0, precision: precision)
                    }
                }
            }
        }
        return inputGradient
    }

    /// Both directions side by side, R × 2H, or where they are summed, R × H.
    func merged(_ both: Matrix) -> Matrix {
        guard outputSize < both.columns else { return both }
        var result = Matrix(uninitializedRows: both.rows, columns: outputSize)
        both.withView { source in
            result.withMutableView { target in
                for row in 0..<source.rows {
                    target.row(row).update(from: source.row(row), count: outputSize)
                    asr_add(outputSize, source.row(row) + outputSize, target.row(row))
                }
            }
        }
        return result
    }
}
