import CKernels

/// Inverted dropout (Srivastava et al. 2014) whose mask is a function of a seed: the backward pass makes it again
/// instead of keeping it.
struct Dropout {
    let rate: Float
    let seed: UInt32

    /// Sets a share of the elements to zero and scales the others up; on gradients, the same with the same mask.
    func apply(to values: inout Matrix) {
        values.withMutableView {
            asr_dropout($0.rows * $0.columns, seed, rate, $0.base)
        }
    }
}
