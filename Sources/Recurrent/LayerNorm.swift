import CKernels

/// Layer normalisation (Ba et al. 2016) of each row, with gain and bias; ε = 1e-5 as in PyTorch.
struct LayerNorm: Sendable {
    static let epsilon: Float = 1e-5

    let size: Int
    let weight: Range<Int>
    let bias: Range<Int>

    /// What the backward pass needs from the forward pass.
    struct Trace: Sendable {
        /// R × O: (x − μ)/σ.
        var normalized: Matrix
        /// R × 1: 1/σ.
        var inverseDeviation: Matrix
    }

    init(size: Int, index: Int, layout: inout ParameterLayout) {
        self.size = size
        weight = layout.add("norm.\(index).weight", [size], .constant(1))
        bias = layout.add("norm.\(index).bias", [size], .constant(0))
    }

    /// Normalises the rows in place.
    func forward(_ values: inout Matrix, parameters: ParameterView, training: Bool) -> Trace {
        let rows = values.rows
        var trace = Trace(
            normalized: Matrix(uninitializedRows: training ? rows : 0, columns: size),
            inverseDeviation: Matrix(uninitializedRows: training ? rows : 0, columns: 1))
        let normalized = trace.normalized.mutableView()
        let inverse = trace.inverseDeviation.mutableView()
        values.withMutableView { values in
            Parallel.forRows(rows) { range in
                asr_layer_norm_forward(
                    range.count, size, Self.epsilon, parameters.pointer(weight), parameters.pointer(bias),
                    values.row(range.lowerBound), training ? normalized.row(range.lowerBound) : nil,
                    training ? inverse.row(range.lowerBound) : nil)
            }
        }
        withExtendedLifetime(trace) {}
        return trace
    }

    /// Turns the gradient with respect to the output into that with respect to the input, in place.
    func backward(
        _ gradient: inout Matrix, parameters: ParameterView, gradients: MutableParameterView, trace: Trace
    ) {
        let rows = gradient.rows
        gradient.withMutableView { gradient in
            trace.normalized.withView { normalized in
                trace.inverseDeviation.withView { inverse in
                    asr_layer_norm_backward(
                        rows, size, parameters.pointer(weight), normalized.base, inverse.base, gradient.base,
                        gradients.pointer(weight), gradients.pointer(bias))
                }
            }
        }
    }
}
