import CKernels
import Safetensors

/// A matrix rounded to 8-bit integers: each row's greatest magnitude is 127 of its scale.
final class QuantizedMatrix: @unchecked Sendable {
    // @unchecked: nothing is written after init.
    let base: UnsafeMutablePointer<Int8>
    let scales: UnsafeMutablePointer<Float>
    let rows: Int
    let columns: Int

    convenience init(_ source: MatrixView) {
        self.init(rows: source.rows, columns: source.columns)
        asr_quantize_rows(rows, columns, source.base, source.stride, base, scales)
    }

    /// One whose elements and scales are yet to be written.
    private init(rows: Int, columns: Int) {
        (self.rows, self.columns) = (rows, columns)
        base = .allocate(capacity: max(1, rows * columns))
        scales = .allocate(capacity: max(1, rows))
    }

    /// A matrix of 8-bit integers as tensors hold it; nil where they hold other numbers.
    convenience init?(_ entry: ParameterLayout.Entry, in source: some TensorSource) {
        guard entry.shape.count == 2 else { return nil }
        self.init(rows: entry.shape[0], columns: entry.shape[1])
        guard QuantizedTensors.copy(entry, in: source, integers: base, scales: scales) else { return nil }
    }

    deinit {
        base.deallocate()
        scales.deallocate()
    }
}
