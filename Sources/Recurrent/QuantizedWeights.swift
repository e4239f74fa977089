import CKernels

/// Weights as 8-bit integers, for products with many rows, which are rounded, too, each by its own scale.
struct QuantizedWeights: WeightFactor {
    private let weights: QuantizedMatrix

    init(_ weights: MatrixView) {
        self.weights = QuantizedMatrix(weights)
    }

    func multiply(_ x: MatrixView, into result: MatrixView) {
        precondition(x.columns == weights.columns && result.columns == weights.rows && x.rows == result.rows)
        let rounded = QuantizedMatrix(x)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, x.rows * weights.rows)) { products in
            guard let base = products.baseAddress else { return }
            Recurrent.multiply(
                rounded.base, weights.base, m: x.rows, n: weights.rows, k: x.columns, into: base)
            asr_scale_products(
                x.rows, weights.rows, base, rounded.scales, weights.scales, result.base, result.stride)
        }
        withExtendedLifetime(rounded) {}
    }
}
