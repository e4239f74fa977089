import CKernels

/// One direction of one recurrent layer: a cell carried through time over a packed batch, and back.
///
/// The products with the inputs of all steps are one GEMM before the loop, or one for each few steps, the weight gradients
/// one GEMM each after it; inside the loop stands one product for all gates of all running sequences, and the cell's
/// gates.
struct Scan: Sendable {
    /// Rows whose gates are made at a time where the weights are kept.
    private static let blockRows = 192

    let cell: any Cell
    let inputSize: Int
    let hiddenSize: Int
    /// Runs from each sequence's last step to its first.
    let reversed: Bool
    /// Where `W_ih` (G·H × D), `W_hh` (G·H × H), `b_ih` and `b_hh` (G·H) lie among the parameters.
    let weightInput: Range<Int>
    let weightHidden: Range<Int>
    let biasInput: Range<Int>
    let biasHidden: Range<Int>

    /// Where all of these lie.
    var parameters: Range<Int> { weightInput.lowerBound..<biasHidden.upperBound }

    /// What the backward pass needs from the forward pass.
    struct Trace: Sendable {
        /// R × G·H: the activated gates; after the backward pass the gradient with respect to `W_ih x + b_ih`.
        var gates: Matrix
        /// R × H: the state before each step.
        var previous: Matrix
        /// R × H each: what the cell keeps besides.
        var saved: [Matrix]
    }

    /// Declares the parameters in PyTorch's order and names.
    ///
    /// - Parameter suffix: such as `l0` or `l1_reverse`.
    init(
        cell: any Cell, inputSize: Int, hiddenSize: Int, reversed: Bool, suffix: String,
        layout: inout ParameterLayout
    ) {
        self.cell = cell
        self.inputSize = inputSize
        self.hiddenSize = hiddenSize
        self.reversed = reversed
        let rows = cell.gates * hiddenSize
        let draw = ParameterLayout.Initialization.uniform(1 / Float(hiddenSize).squareRoot())
        weightInput = layout.add("rnn.weight_ih_\(suffix)", [rows, inputSize], draw)
        weightHidden = layout.add("rnn.weight_hh_\(suffix)", [rows, hiddenSize], draw)
        biasInput = layout.add("rnn.bias_ih_\(suffix)", [rows], draw)
        biasHidden = layout.add("rnn.bias_hh_\(suffix)", [rows], draw)
    }

    /// Runs over a packed batch.
    ///
    /// - Parameters:
    ///   - input: R × D.
    ///   - output: R × H, a window that may lie inside a wider matrix.
    ///   - state: carried in and out, N × H.
    ///   - training: whether to keep what the backward pass needs.
    ///   - precision: of the products.
    ///   - parameters: the biases among them, and the weight matrices unless they are kept.
    ///   - kept: the weight matrices in a form of their own.
    func forward(
        _ input: MatrixView, packed: PackedLayout, parameters: ParameterView, output: MatrixView,
        state: inout RecurrentState, training: Bool, precision: Precision = .float32, kept: ScanWeights? = nil
    ) -> Trace {
        let width = cell.gates * hiddenSize
        // Training keeps all gates for the way back; with weights that are kept they are made for a few steps at a time, and
        // are in a core's own cache when they are needed.
        let blockSteps = max(1, kept == nil ? packed.steps : Self.blockRows / max(1, packed.count))
        var gates = Matrix(uninitializedRows: min(packed.rows, blockSteps * packed.count), columns: width)
        var previous = Matrix(uninitializedRows: training ? packed.rows : 0, columns: hiddenSize)
        var saved = (0..<2).map { index in
            Matrix(uninitializedRows: training && index < cell.savedCount ? packed.rows : 0, columns: hiddenSize)
        }
        var recurrent = Matrix(uninitializedRows: packed.count, columns: width)

        let gateRows = gates.mutableView()
        let recurrentView = recurrent.mutableView()
        let hidden = state.hidden.mutableView()
        let memory = state.memory.mutableView()
        let previousRows = previous.mutableView()
        let saved0 = saved[0].mutableView()
        let saved1 = saved[1].mutableView()
        defer { withExtendedLifetime((gates, recurrent, previous, saved)) {} }

        let weights =
            if let kept {
                RecurrentFactor(kept.hidden)
            } else {
                RecurrentFactor(
                    parameters.matrix(weightHidden, columns: hiddenSize), .transposed, rows: packed.count,
                    precision: precision)
            }

        for start in stride(from: 0, to: packed.steps, by: blockSteps) {
            let end = min(start + blockSteps, packed.steps)
            let steps = reversed ? packed.steps - end..<packed.steps - start : start..<end
            let rows = packed.offsets[steps.lowerBound]..<packed.offsets[steps.upperBound]
            let blockGates = gateRows.rows(0..<rows.count)
            if let kept {
                kept.input.multiply(input.rows(rows), into: blockGates)
            } else {
                multiply(
                    input.rows(rows), .plain, parameters.matrix(weightInput, columns: inputSize), .transposed,
                    into: blockGates, precision: precision)
            }
            for index in 0..<steps.count {
                let step = reversed ? steps.upperBound - 1 - index : steps.lowerBound + index
                let running = packed.batchSizes[step]
                let first = packed.offsets[step]
                weights.multiply(hidden.rows(0..<running), into: recurrentView.rows(0..<running))
                cell.forward(
                    ForwardStep(
                        rows: running, hidden: hiddenSize, gates: blockGates.row(first - rows.lowerBound),
                        recurrent: recurrentView.base,
                        biasInput: parameters.pointer(biasInput), biasHidden: parameters.pointer(biasHidden),
                        state: hidden.base, memory: memory.base, output: output.row(first),
                        outputStride: output.stride,
                        previous: previousRows.rows > 0 ? previousRows.row(first) : nil,
                        saved: (
                            saved0.rows > 0 ? saved0.row(first) : nil, saved1.rows > 0 ? saved1.row(first) : nil
                        )))
            }
        }
        return Trace(gates: gates, previous: previous, saved: saved)
    }

    /// Backpropagation through time over a packed batch.
    ///
    /// Adds the gradients of this direction's parameters to `gradients` and leaves in `trace.gates` the gradient with
    /// respect to `W_ih x + b_ih`, from which the layer makes the gradient of its input.
    ///
    /// - Parameters:
    ///   - outputGradient: R × H, a window that may lie inside a wider matrix.
    ///   - truncation: no gradient passes between steps of different blocks of so many steps (truncated BPTT,
    ///     Williams & Peng 1990); nil for none.
    func backward(
        _ outputGradient: MatrixView, input: MatrixView, packed: PackedLayout, parameters: ParameterView,
        gradients: MutableParameterView, trace: inout Trace, truncation: Int?, precision: Precision = .float32
    ) {
        let width = cell.gates * hiddenSize
        var carry = Matrix(rows: packed.count, columns: hiddenSize)
        var memoryCarry = Matrix(rows: cell.hasMemory ? packed.count : 0, columns: hiddenSize)
        var hiddenGradient = Matrix(
            uninitializedRows: cell.separatesHiddenGradient ? packed.count : 0, columns: width)

        let carryView = carry.mutableView()
        let memoryView = memoryCarry.mutableView()
        let hiddenView = hiddenGradient.mutableView()
        let gateRows = trace.gates.mutableView()
        let previousRows = trace.previous.view
        let saved0 = trace.saved[0].mutableView()
        let saved1 = trace.saved[1].mutableView()
        defer { withExtendedLifetime((carry, memoryCarry, hiddenGradient, trace)) {} }
        let weights = RecurrentFactor(
            parameters.matrix(weightHidden, columns: hiddenSize), .plain, rows: packed.count, precision: precision)

        for index in 0..<packed.steps {
            let step = reversed ? index : packed.steps - 1 - index
            let running = packed.batchSizes[step]
            let first = packed.offsets[step]
            if let truncation, (reversed ? step : step + 1).isMultiple(of: truncation) {
                carryView.base.update(repeating: 0, count: packed.count * hiddenSize)
                memoryView.base.update(repeating: 0, count: memoryView.rows * hiddenSize)
            }
            cell.backward(
                BackwardStep(
                    rows: running, hidden: hiddenSize, outputGradient: outputGradient.row(first),
                    outputGradientStride: outputGradient.stride, carry: carryView.base, memoryCarry: memoryView.base,
                    gates: gateRows.row(first), previous: previousRows.row(first),
                    saved: (
                        saved0.rows > 0 ? saved0.row(first) : nil, saved1.rows > 0 ? saved1.row(first) : nil
                    ),
                    hiddenGradient: hiddenView.base))
            let throughWeights =
                cell.separatesHiddenGradient
                ? hiddenView.rows(0..<running) : gateRows.rows(first..<first + running)
            weights.multiply(throughWeights, into: carryView.rows(0..<running), accumulate: true)
        }

        multiply(
            gateRows, .transposed, input, into: gradients.matrix(weightInput, columns: inputSize), accumulate: true,
            precision: precision)
        asr_add_column_sums(packed.rows, width, gateRows.base, width, gradients.pointer(biasInput))

        // The gates whose gradient is the same on both sides, then the one that is not.
        let hiddenWeights = gradients.matrix(weightHidden, columns: hiddenSize)
        let hiddenBias = gradients.pointer(biasHidden)
        let shared = cell.separatesHiddenGradient ? width - hiddenSize : width
        multiply(
            gateRows.columns(0..<shared), .transposed, previousRows, into: hiddenWeights.rows(0..<shared),
            accumulate: true, precision: precision)
        asr_add_column_sums(packed.rows, shared, gateRows.base, width, hiddenBias)
        if cell.separatesHiddenGradient {
            multiply(
                saved0, .transposed, previousRows, into: hiddenWeights.rows(shared..<width), accumulate: true,
                precision: precision)
            asr_add_column_sums(packed.rows, hiddenSize, saved0.base, hiddenSize, hiddenBias + shared)
        }
    }
}
