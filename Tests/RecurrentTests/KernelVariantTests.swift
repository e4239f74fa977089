import BaselineKernels
import CKernels
import Recurrent
import Testing

/// The kernels as this processor runs them against those of a processor without AVX2. They add in other orders and with
/// fused multiplications: 1e-5 of the greatest element.
@Suite struct KernelVariantTests {
    private static let tolerance: Float = 1e-5
    /// No multiple of any vector's length, so that remainders count.
    private let rows = 3
    private let hidden = 37

    private func random(_ count: Int, seed: UInt64) -> [Float] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in Float.random(in: -2...2, using: &generator) }
    }

    private func expectEqual(_ a: [[Float]], _ b: [[Float]], _ comment: Comment) {
        for (a, b) in zip(a, b) {
            let scale = b.map(abs).max() ?? 0
            #expect(scale > 0)
            #expect(zip(a, b).allSatisfy { abs($0 - $1) <= Self.tolerance * scale }, comment)
        }
    }

    @Test(arguments: [false, true]) func gru(training: Bool) {
        let size = rows * hidden
        let (recurrent, bias) = (random(3 * size, seed: 2), random(6 * hidden, seed: 3))
        func run(
            _ forward: (
                Int, Int, UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
                UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int,
                UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?
            ) -> Void,
            _ backward: (
                Int, Int, UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>,
                UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
            ) -> Void
        ) -> [[Float]] {
            var gates = random(3 * size, seed: 1)
            var (state, output) = (random(size, seed: 4), [Float](repeating: 0, count: size))
            guard training else {
                forward(
                    rows, hidden, &gates, recurrent, bias, Array(bias[(3 * hidden)...]), &state, &output, hidden, nil,
                    nil)
                return [state, output]
            }
            var (previous, kept) = (output, output)
            forward(
                rows, hidden, &gates, recurrent, bias, Array(bias[(3 * hidden)...]), &state, &output, hidden,
                &previous, &kept)
            let forwardResult = [state, output, gates, previous, kept]
            var (carry, gradient) = (random(size, seed: 5), [Float](repeating: 0, count: 3 * size))
            backward(rows, hidden, random(size, seed: 6), hidden, &carry, &gates, &kept, previous, &gradient)
            return forwardResult + [carry, gates, kept, gradient]
        }
        expectEqual(
            run(asr_gru_forward, asr_gru_backward), run(baseline_gru_forward, baseline_gru_backward),
            "training: \(training)")
    }

    @Test func lstm() {
        let size = rows * hidden
        func run(
            _ forward: (
                Int, Int, UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
                UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>,
                UnsafeMutablePointer<Float>, Int, UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?,
                UnsafeMutablePointer<Float>?
            ) -> Void
        ) -> [[Float]] {
            var (gates, state, cell) = (random(4 * size, seed: 1), random(size, seed: 2), random(size, seed: 3))
            var output = [Float](repeating: 0, count: size)
            var (previous, previousCell, squashed) = (output, output, output)
            let bias = random(4 * hidden, seed: 4)
            forward(
                rows, hidden, &gates, random(4 * size, seed: 5), bias, bias, &state, &cell, &output, hidden,
                &previous, &previousCell, &squashed)
            return [gates, state, cell, output, previous, previousCell, squashed]
        }
        expectEqual(run(asr_lstm_forward), run(baseline_lstm_forward), "LSTM")
    }

    @Test(arguments: [false, true]) func layerNorm(training: Bool) {
        func run(
            _ forward: (
                Int, Int, Float, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>,
                UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?
            ) -> Void
        ) -> [[Float]] {
            let (weight, bias) = (random(hidden, seed: 1), random(hidden, seed: 2))
            var values = random(rows * hidden, seed: 3)
            guard training else {
                forward(rows, hidden, 1e-5, weight, bias, &values, nil, nil)
                return [values]
            }
            var (normalized, deviation) = (values, [Float](repeating: 0, count: rows))
            forward(rows, hidden, 1e-5, weight, bias, &values, &normalized, &deviation)
            return [values, normalized, deviation]
        }
        expectEqual(run(asr_layer_norm_forward), run(baseline_layer_norm_forward), "training: \(training)")
    }

    /// Packed products against plain sums over the rounded weights.
    @Test(arguments: [(1, 1), (37, 5), (192, 64), (193, 33), (960, 320)])
    func packedProduct(rows: Int, columns: Int) {
        let (matrix, x) = (random(rows * columns, seed: 1), random(columns, seed: 2))
        var (half, baselineHalf) = (
            [UInt16](repeating: 0, count: matrix.count), [UInt16](repeating: 0, count: matrix.count)
        )
        asr_to_bfloat16(rows, columns, matrix, columns, &half)
        baseline_to_bfloat16(rows, columns, matrix, columns, &baselineHalf)
        #expect(half == baselineHalf)
        var packed = [UInt32](repeating: 0, count: asr_packed_bfloat16_count(rows, columns))
        asr_pack_bfloat16(rows, columns, half, &packed)
        // What lies behind the result stays as it is.
        var (y, baseline) = ([Float](repeating: 7, count: rows + 1), [Float](repeating: 7, count: rows + 1))
        asr_packed_bfloat16_product(rows, columns, packed, x, &y)
        baseline_packed_bfloat16_product(rows, columns, packed, x, &baseline)
        #expect(y[rows] == 7 && baseline[rows] == 7)
        let sums = (0..<rows).map { row in
            (0..<columns).reduce(Float(0)) { sum, column in
                sum + x[column] * Float(bitPattern: UInt32(half[row * columns + column]) << 16)
            }
        }
        expectEqual([Array(y.dropLast())], [sums], "\(rows) × \(columns)")
        expectEqual([Array(baseline.dropLast())], [sums], "\(rows) × \(columns), baseline")
    }

    /// Products of integers are exact: what a row gives is its sum times both scales, on every processor.
    @Test(arguments: [(1, 1), (37, 5), (192, 64), (193, 33), (960, 320)])
    func quantizedProduct(rows: Int, columns: Int) {
        func quantized(
            _ values: [Float], rows: Int,
            by quantize: (
                Int, Int, UnsafePointer<Float>, Int, UnsafeMutablePointer<Int8>, UnsafeMutablePointer<Float>
            ) -> Void
        ) -> ([Int8], [Float]) {
            var integers = [Int8](repeating: 0, count: values.count)
            var scales = [Float](repeating: 0, count: rows)
            quantize(rows, values.count / rows, values, values.count / rows, &integers, &scales)
            return (integers, scales)
        }
        let matrix = random(rows * columns, seed: 1)
        let (weights, scales) = quantized(matrix, rows: rows, by: asr_quantize_rows)
        #expect((weights, scales) == quantized(matrix, rows: rows, by: baseline_quantize_rows))
        #expect(
            matrix.indices.allSatisfy {
                abs(Float(weights[$0]) * scales[$0 / columns] - matrix[$0]) <= 0.5001 * scales[$0 / columns]
            })
        var packed = [UInt32](repeating: 0, count: asr_packed_int8_count(rows, columns))
        var biases = [Int32](repeating: 0, count: rows)
        asr_pack_int8(rows, columns, weights, &packed, &biases)
        for count in [1, 2, 3, 4, 5, 7, 10, 64] {
            let x = random(count * columns, seed: 2)
            let (vectors, vectorScales) = quantized(x, rows: count, by: asr_quantize_rows)
            var y = [Float](repeating: 7, count: count * (rows + 1))
            var baseline = y
            asr_packed_int8_product(rows, columns, packed, biases, scales, count, x, columns, &y, rows + 1)
            baseline_packed_int8_product(
                rows, columns, packed, biases, scales, count, x, columns, &baseline, rows + 1)
            let sums = (0..<count).flatMap { vector in
                let products = (0..<rows).map { row in
                    let sum = (0..<columns).reduce(0) {
                        $0 + Int(weights[row * columns + $1]) * Int(vectors[vector * columns + $1])
                    }
                    return Float(sum) * scales[row] * vectorScales[vector]
                }
                return products + [Float(7)]
            }
            #expect(y == sums, "\(count) vectors")
            #expect(baseline == sums, "\(count) vectors, baseline")
        }
    }

    /// The arithmetic of the recurrent language model.
    @Test func words() {
        let offsets = random(hidden, seed: 2)
        func run(_ contrast: (Int, Int, UnsafePointer<Float>, Float, UnsafeMutablePointer<Float>) -> Double) -> [[Float]] {
            var scores = random(rows * hidden, seed: 1)
            let loss = contrast(rows, hidden, offsets, 0.25, &scores)
            return [scores, [Float(loss)]]
        }
        expectEqual(run(asr_noise_contrast), run(baseline_noise_contrast), "noise")
        let integers = (0..<hidden).map { Int8(truncatingIfNeeded: 67 * $0) }
        expectEqual(
            [[asr_dot_int8(hidden, integers, offsets)]], [[baseline_dot_int8(hidden, integers, offsets)]], "product")
    }
}
