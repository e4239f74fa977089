import CKernels

/// The simple recurrent unit (Elman 1990): `h' = f(W_x x + b_x + W_h h + b_h)` with f = tanh or max(0, ·).
struct VanillaCell: Cell {
    let gates = 1
    let hasMemory = false
    let savedCount = 0
    let separatesHiddenGradient = false

    /// f = max(0, ·) instead of tanh.
    let rectify: Bool

    func forward(_ step: ForwardStep) {
        asr_vanilla_forward(
            step.rows, step.hidden, rectify ? 1 : 0, step.gates, step.recurrent, step.biasInput, step.biasHidden,
            step.state, step.output, step.outputStride, step.previous)
    }

    func backward(_ step: BackwardStep) {
        asr_vanilla_backward(
            step.rows, step.hidden, rectify ? 1 : 0, step.outputGradient, step.outputGradientStride, step.carry,
            step.gates)
    }
}
