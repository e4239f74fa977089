import CKernels

/// Weights as 8-bit integers, packed for products with one row at a time, or a few, which are rounded, too.
final class PackedQuantizedWeights: WeightFactor, @unchecked Sendable {
    // @unchecked: nothing writes to words and biases after they have been packed.
    private let weights: QuantizedMatrix
    private let words: UnsafeMutablePointer<UInt32>
    private let biases: UnsafeMutablePointer<Int32>

    init(_ weights: MatrixView) {
        let matrix = QuantizedMatrix(weights)
        let count = asr_packed_int8_count(matrix.rows, matrix.columns)
        words = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<UInt32>.stride, alignment: 64)
            .bindMemory(to: UInt32.self, capacity: count)
        biases = .allocate(capacity: matrix.rows)
        asr_pack_int8(matrix.rows, matrix.columns, matrix.base, words, biases)
        self.weights = matrix
    }

    deinit {
        words.deallocate()
        biases.deallocate()
    }

    func multiply(_ x: MatrixView, into result: MatrixView) {
        precondition(x.columns == weights.columns && result.columns == weights.rows && x.rows == result.rows)
        let most = Int(ASR_PACKED_ROWS)
        for row in stride(from: 0, to: x.rows, by: most) {
            asr_packed_int8_product(
                weights.rows, weights.columns, words, biases, weights.scales, min(most, x.rows - row), x.row(row),
                x.stride, result.row(row), result.stride)
        }
    }
}
