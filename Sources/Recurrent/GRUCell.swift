import CKernels

/// Gated recurrent unit (Cho et al. 2014), linear before reset as in PyTorch and cuDNN, gates r, z, n.
///
/// Saved for the backward pass: `W_hn h + b_hn`, which the backward step replaces by its gradient.
struct GRUCell: Cell {
    let gates = 3
    let hasMemory = false
    let savedCount = 1
    let separatesHiddenGradient = true

    func forward(_ step: ForwardStep) {
        asr_gru_forward(
            step.rows, step.hidden, step.gates, step.recurrent, step.biasInput, step.biasHidden, step.state,
            step.output, step.outputStride, step.previous, step.saved.0)
    }

    func backward(_ step: BackwardStep) {
        asr_gru_backward(
            step.rows, step.hidden, step.outputGradient, step.outputGradientStride, step.carry, step.gates,
            step.saved.0, step.previous, step.hiddenGradient)
    }
}
