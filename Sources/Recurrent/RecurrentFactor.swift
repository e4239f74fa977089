/// The recurrent weights as the second factor of a product at every step, in the form in which these products are
/// fastest: plain where 32-bit floats are multiplied, rounded where bfloat16 are. Brought into it once a pass in training,
/// once for all in inference.
struct RecurrentFactor {
    private enum Form {
        case plain(MatrixView)
        case kept(any WeightFactor)
        case rounded(HalfMatrix, Operand, step: HalfMatrix)
    }

    private let form: Form

    /// - Parameters:
    ///   - weights: G·H × H; must outlive the factor.
    ///   - operand: as `x · W` (plain) or `x · Wᵀ` (transposed).
    ///   - rows: the most rows of x.
    init(_ weights: MatrixView, _ operand: Operand, rows: Int, precision: Precision) {
        switch (precision, operand) {
        case (.bfloat16, _):
            let width = operand == .plain ? weights.rows : weights.columns
            form = .rounded(HalfMatrix(weights), operand, step: HalfMatrix(capacity: rows * width))
        case (.float32, .plain):
            form = .plain(weights)
        case (.float32, .transposed):
            form = .kept(TransposedWeights(weights))
        }
    }

    /// Weights that were brought into a form before, as `x · Wᵀ`.
    init(_ weights: any WeightFactor) {
        form = .kept(weights)
    }

    /// The product with the rows of a step.
    func multiply(_ x: MatrixView, into result: MatrixView, accumulate: Bool = false) {
        switch form {
        case .plain(let weights):
            Recurrent.multiply(x, weights, into: result, accumulate: accumulate)
        case .kept(let weights):
            precondition(!accumulate, "kept weights replace what is there")
            weights.multiply(x, into: result)
        case .rounded(let weights, let operand, let step):
            step.load(x)
            Recurrent.multiply(step, .plain, weights, operand, into: result, accumulate: accumulate)
        }
    }
}
