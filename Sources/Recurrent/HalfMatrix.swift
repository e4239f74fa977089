import CKernels

/// A matrix rounded to bfloat16, the form in which a factor enters a product of that precision.
///
/// Its memory is used again by each ``load(_:)``: one owner, one thread.
final class HalfMatrix {
    let base: UnsafeMutablePointer<UInt16>
    private let capacity: Int
    private(set) var rows = 0
    private(set) var columns = 0

    /// Room for so many elements.
    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(capacity: max(1, capacity))
    }

    /// A rounded copy.
    convenience init(_ source: MatrixView) {
        self.init(capacity: source.rows * source.columns)
        load(source)
    }

    deinit {
        base.deallocate()
    }

    /// Replaces the contents by a rounded copy of another matrix, which must fit.
    func load(_ source: MatrixView) {
        precondition(source.rows * source.columns <= capacity, "a matrix that does not fit")
        (rows, columns) = (source.rows, source.columns)
        asr_to_bfloat16(rows, columns, source.base, source.stride, base)
    }
}
