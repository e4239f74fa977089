import CKernels

/// Weights as 32-bit floats, transposed: the plain product is faster than that with a transposed factor.
struct TransposedWeights: WeightFactor {
    private let transposed: Matrix

    init(_ weights: MatrixView) {
        var transposed = Matrix(uninitializedRows: weights.columns, columns: weights.rows)
        transposed.withMutableView { asr_transpose(weights.rows, weights.columns, weights.base, $0.base) }
        self.transposed = transposed
    }

    func multiply(_ x: MatrixView, into result: MatrixView) {
        transposed.withView { Recurrent.multiply(x, $0, into: result) }
    }
}
