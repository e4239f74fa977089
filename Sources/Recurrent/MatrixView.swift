/// A borrowed window on rows of floats: the one unsafe handle of this module.
///
/// A view is made inside `Matrix.withView`/`withMutableView` (or over a span of parameters) and never outlives that
/// call. It checks its own arithmetic in debug builds only.
struct MatrixView {
    let base: UnsafeMutablePointer<Float>
    let rows: Int
    let columns: Int
    /// Floats from the start of one row to the start of the next.
    let stride: Int

    /// The start of a row.
    func row(_ index: Int) -> UnsafeMutablePointer<Float> {
        assert(index >= 0 && index <= rows)
        return base + index * stride
    }

    /// The rows of a range, all columns.
    func rows(_ range: Range<Int>) -> MatrixView {
        assert(range.lowerBound >= 0 && range.upperBound <= rows)
        return MatrixView(base: base + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
    }

    /// The columns of a range, all rows.
    func columns(_ range: Range<Int>) -> MatrixView {
        assert(range.lowerBound >= 0 && range.upperBound <= columns)
        return MatrixView(base: base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
    }
}
