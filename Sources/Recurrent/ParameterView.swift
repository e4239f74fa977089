/// The parameters of a network, or a run of them, borrowed for reading during one pass.
struct ParameterView: @unchecked Sendable {
    // @unchecked: nobody writes the parameters while a pass borrows them.
    private let base: UnsafeMutablePointer<Float>
    private let start: Int

    /// - Parameter start: where the first of the values lies in the network's layout.
    init(_ values: UnsafeBufferPointer<Float>, start: Int = 0) {
        // Views are writable by type; this one is only ever an operand that is read.
        base = UnsafeMutablePointer(mutating: values.baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped)
        self.start = start
    }

    func pointer(_ range: Range<Int>) -> UnsafePointer<Float> { UnsafePointer(base + (range.lowerBound - start)) }

    /// A parameter as a matrix with the given number of columns.
    func matrix(_ range: Range<Int>, columns: Int) -> MatrixView {
        MatrixView(
            base: base + (range.lowerBound - start), rows: range.count / columns, columns: columns, stride: columns)
    }
}

/// The gradients of all parameters, borrowed for adding to during one pass. Directions of a layer write side by side,
/// each to the ranges of its own parameters.
struct MutableParameterView: @unchecked Sendable {
    // @unchecked: writers on different threads own disjoint ranges.
    private let base: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>) {
        self.base = base
    }

    func pointer(_ range: Range<Int>) -> UnsafeMutablePointer<Float> { base + range.lowerBound }

    /// A parameter as a matrix with the given number of columns.
    func matrix(_ range: Range<Int>, columns: Int) -> MatrixView {
        MatrixView(base: base + range.lowerBound, rows: range.count / columns, columns: columns, stride: columns)
    }
}
