import Foundation

/// The orthonormal cosine transform (DCT-II) of M log-mel energies into C liftered cepstra.
struct CepstralTransform: Sendable {
    /// Number of cepstra, C.
    let count: Int
    /// Number of energies, M.
    private let filters: Int
    /// The matrix, lifter included, in blocks of 16 cepstra: a block holds M vectors of one energy's weights.
    private let blocks: [SIMD16<Float>]

    init(_ options: CepstraOptions, filters: Int) {
        count = options.count
        self.filters = filters
        let size = options.count
        blocks = stride(from: 0, to: size, by: 16).flatMap { first in
            (0..<filters).map { n in
                var weights = SIMD16<Float>()
                for k in first..<min(first + 16, size) {
                    weights[k - first] =
                        Self.cosine(k, n, filters: filters) * Self.lifter(k, q: Double(options.lifter))
                }
                return weights
            }
        }
    }

    /// The transform's weight of energy `n` in cepstrum `k`.
    private static func cosine(_ k: Int, _ n: Int, filters: Int) -> Float {
        let scale = ((k == 0 ? 1 : 2) / Double(filters)).squareRoot()
        return Float(scale * cos(Double.pi / Double(filters) * (Double(n) + 0.5) * Double(k)))
    }

    /// The scale of cepstrum `k`: 1 + Q/2 · sin(π k / Q).
    private static func lifter(_ k: Int, q: Double) -> Float {
        q == 0 ? 1 : Float(1 + 0.5 * q * sin(Double.pi * Double(k) / q))
    }

    /// Transforms M log-energies into C cepstra. O(C · M).
    func apply(_ energies: UnsafePointer<Float>, cepstra: UnsafeMutablePointer<Float>) {
        blocks.withUnsafeBufferPointer { blocks in
            for first in stride(from: 0, to: count, by: 16) {
                var sum = SIMD16<Float>()
                let block = first / 16 * filters
                for n in 0..<filters { sum += blocks[block + n] * energies[n] }
                for k in first..<min(first + 16, count) { cepstra[k] = sum[k - first] }
            }
        }
    }
}
