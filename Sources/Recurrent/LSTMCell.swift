import CKernels

/// Long short-term memory (Hochreiter & Schmidhuber 1997) with forget gate, gates i, f, g, o as in PyTorch.
///
/// Saved for the backward pass: the memory before the step and the squashed memory after it.
struct LSTMCell: Cell {
    let gates = 4
    let hasMemory = true
    let savedCount = 2
    let separatesHiddenGradient = false

    func forward(_ step: ForwardStep) {
        asr_lstm_forward(
            step.rows, step.hidden, step.gates, step.recurrent, step.biasInput, step.biasHidden, step.state,
            step.memory, step.output, step.outputStride, step.previous, step.saved.0, step.saved.1)
    }

    func backward(_ step: BackwardStep) {
        asr_lstm_backward(
            step.rows, step.hidden, step.outputGradient, step.outputGradientStride, step.carry, step.memoryCarry,
            step.gates, step.saved.0, step.saved.1)
    }
}
