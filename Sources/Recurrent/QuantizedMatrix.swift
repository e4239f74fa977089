import CKernels

/// A matrix rounded to 8-bit integers: each row's greatest magnitude is 127 of its scale.
final class QuantizedMatrix: @unchecked Sendable {
    // @unchecked: nothing is written after init.
    let base: UnsafeMutablePointer<Int8>
    let scales: UnsafeMutablePointer<Float>
    let rows: Int
    let columns: Int

    init(_ source: MatrixView) {
        (rows, columns) = (source.rows, source.columns)
        base = .allocate(capacity: max(1, rows * columns))
        scales = .allocate(capacity: max(1, rows))
        asr_quantize_rows(rows, columns, source.base, source.stride, base, scales)
    }

    deinit {
        base.deallocate()
        scales.deallocate()
    }
}
