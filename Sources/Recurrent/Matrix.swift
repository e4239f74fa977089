/// A row-major matrix of 32-bit floats with value semantics.
///
/// Letters used for extents through the whole module:
///
/// - `T` frames or steps of a sequence, `N` sequences of a batch, `R` rows of a packed batch (the sum of all `T`),
/// - `D` inputs of a layer, `H` hidden units, `G` gates of a cell, `K` outputs (labels).
///
/// The storage is 64-byte aligned and starts undefined unless said, so that a buffer that is about to be filled is not
/// written twice; copies share it until one of them is written to.
public struct Matrix: Sendable {
    public let rows: Int
    public let columns: Int
    private var storage: Storage

    /// Owns the floats. Shared between matrices only while nobody writes: every mutation goes through `makeUnique()`.
    private final class Storage: @unchecked Sendable {
        // @unchecked: the contents change only while one Matrix refers to this object (isKnownUniquelyReferenced), as
        // with the buffers of Array; shared storage is never written to.
        let base: UnsafeMutablePointer<Float>
        let count: Int

        init(count: Int) {
            self.count = count
            let bytes = UnsafeMutableRawPointer.allocate(
                byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
            base = bytes.bindMemory(to: Float.self, capacity: count)
        }

        deinit { base.deallocate() }
    }

    /// A matrix whose elements are undefined until written.
    init(uninitializedRows rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0, "a matrix cannot have a negative extent")
        self.rows = rows
        self.columns = columns
        storage = Storage(count: rows * columns)
    }

    /// A matrix of zeros.
    public init(rows: Int, columns: Int) {
        self.init(uninitializedRows: rows, columns: columns)
        storage.base.initialize(repeating: 0, count: rows * columns)
    }

    /// A matrix of the given values, row by row.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns, "a matrix needs rows × columns values")
        self.init(uninitializedRows: rows, columns: columns)
        values.withUnsafeBufferPointer { source in
            guard let first = source.baseAddress else { return }
            storage.base.initialize(from: first, count: source.count)
        }
    }

    /// All elements, row by row.
    public var values: [Float] {
        Array(UnsafeBufferPointer(start: storage.base, count: rows * columns))
    }

    public subscript(row: Int, column: Int) -> Float {
        get {
            precondition(0..<rows ~= row && 0..<columns ~= column, "index outside the matrix")
            return storage.base[row * columns + column]
        }
        set {
            precondition(0..<rows ~= row && 0..<columns ~= column, "index outside the matrix")
            makeUnique()
            storage.base[row * columns + column] = newValue
        }
    }

    /// A copy of some of the rows.
    public func rows(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows outside the matrix")
        var result = Matrix(uninitializedRows: range.count, columns: columns)
        result.withMutableView { $0.base.update(from: view.row(range.lowerBound), count: range.count * columns) }
        return result
    }

    /// A view to read from. The caller keeps the matrix alive as long as it uses the view.
    var view: MatrixView {
        MatrixView(base: storage.base, rows: rows, columns: columns, stride: columns)
    }

    /// A view to write through. The caller keeps the matrix alive, and does not copy it, as long as it uses the view.
    mutating func mutableView() -> MatrixView {
        makeUnique()
        return view
    }

    /// Calls `body` with a view to read from; it must not outlive the call or be written through.
    func withView<Result>(_ body: (MatrixView) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(storage) { try body(view) }
    }

    /// Calls `body` with a view to write through; it must not outlive the call.
    mutating func withMutableView<Result>(_ body: (MatrixView) throws -> Result) rethrows -> Result {
        makeUnique()
        return try withExtendedLifetime(storage) { try body(view) }
    }

    private mutating func makeUnique() {
        guard !isKnownUniquelyReferenced(&storage) else { return }
        let copy = Storage(count: storage.count)
        copy.base.initialize(from: storage.base, count: storage.count)
        storage = copy
    }
}

extension Matrix: Equatable {
    public static func == (left: Matrix, right: Matrix) -> Bool {
        left.rows == right.rows && left.columns == right.columns && left.values == right.values
    }
}
