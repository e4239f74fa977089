/// The arithmetic of one step of a recurrent cell, `h' = f(W_x x, W_h h)`, forward and backward, for all sequences of
/// the step at once. The matrix products lie outside, in ``Scan``; a cell is only its gates.
protocol Cell: Sendable {
    /// Gates of the cell: the rows of its weight matrices are `gates · H`.
    var gates: Int { get }
    /// Whether a memory cell is carried beside the hidden state.
    var hasMemory: Bool { get }
    /// R × H matrices, besides the gates and the previous state, that the backward pass needs.
    var savedCount: Int { get }
    /// Whether the last gate's gradient with respect to `W_h h` differs from that with respect to `W_x x`. If so, the
    /// backward step leaves it in the first saved matrix, and the one of all gates in `hiddenGradient`.
    var separatesHiddenGradient: Bool { get }

    func forward(_ step: ForwardStep)
    func backward(_ step: BackwardStep)
}

/// What a cell reads and writes in one forward step; shapes as in `kernels.h`.
struct ForwardStep {
    let rows: Int
    let hidden: Int
    let gates: UnsafeMutablePointer<Float>
    let recurrent: UnsafePointer<Float>
    let biasInput: UnsafePointer<Float>
    let biasHidden: UnsafePointer<Float>
    let state: UnsafeMutablePointer<Float>
    let memory: UnsafeMutablePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let outputStride: Int
    /// Null in inference.
    let previous: UnsafeMutablePointer<Float>?
    /// The rows of the matrices to save, null in inference.
    let saved: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?)
}

/// What a cell reads and writes in one backward step; shapes as in `kernels.h`.
struct BackwardStep {
    let rows: Int
    let hidden: Int
    let outputGradient: UnsafePointer<Float>
    let outputGradientStride: Int
    let carry: UnsafeMutablePointer<Float>
    let memoryCarry: UnsafeMutablePointer<Float>
    let gates: UnsafeMutablePointer<Float>
    let previous: UnsafePointer<Float>
    let saved: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?)
    /// Rows × G·H, receives the gradient with respect to `W_h h` where it differs from that left in `gates`.
    let hiddenGradient: UnsafeMutablePointer<Float>
}
