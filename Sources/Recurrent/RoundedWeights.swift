/// Weights rounded to bfloat16, for products with many rows, which are rounded, too: processors that have it multiply
/// them twice as fast.
final class RoundedWeights: WeightFactor, @unchecked Sendable {
    // @unchecked: the matrix is not loaded again after it has been made.
    private let rounded: HalfMatrix

    init(_ weights: MatrixView) {
        rounded = HalfMatrix(weights)
    }

    func multiply(_ x: MatrixView, into result: MatrixView) {
        Recurrent.multiply(HalfMatrix(x), .plain, rounded, .transposed, into: result)
    }
}
