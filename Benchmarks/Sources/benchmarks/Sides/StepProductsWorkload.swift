import CDNNL
import Dispatch
import Foundation

/// The matrix products that a training step cannot do without, by oneDNN's `dnnl_sgemm`, and nothing else: what is left
/// of a step on this machine if all the rest costs nothing.
///
/// The two directions run side by side, as in the engine. The gradient of the first layer's input is left out: nobody
/// needs it.
struct StepProductsWorkload: Workload {
    /// An m × k times k × n product, done a number of times.
    private struct Product {
        let m, n, k: Int
        var isTransposed = false
        var times = 1
    }

    /// The products of one direction and half of the output layer.
    private let products: [Product]

    init(folder: URL) throws {
        let shape = try TrainingInputs(folder: folder).shape
        let rows = shape.utterances * shape.steps
        let (hidden, gates) = (shape.hidden, 3 * shape.hidden)
        var products: [Product] = []
        for layer in 0..<shape.layers {
            let inputs = layer == 0 ? shape.stack * shape.features : 2 * hidden
            products += [
                Product(m: rows, n: gates, k: inputs),
                Product(m: shape.utterances, n: gates, k: hidden, times: shape.steps),
                Product(m: shape.utterances, n: hidden, k: gates, times: shape.steps),
                Product(m: gates, n: inputs, k: rows, isTransposed: true),
                Product(m: gates, n: hidden, k: rows, isTransposed: true),
            ]
            if layer > 0 { products.append(Product(m: rows, n: inputs, k: gates)) }
        }
        products += [
            Product(m: rows, n: shape.outputs, k: hidden),
            Product(m: rows, n: hidden, k: shape.outputs),
            Product(m: shape.outputs, n: hidden, k: rows, isTransposed: true),
        ]
        self.products = products
    }

    /// Nothing: the operands are arbitrary.
    func check() -> [Double] { [] }

    func run() {
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            let a = [Float](repeating: 0.5, count: products.map { $0.m * $0.k }.max() ?? 0)
            let b = [Float](repeating: 0.5, count: products.map { $0.k * $0.n }.max() ?? 0)
            var c = [Float](repeating: 0, count: products.map { $0.m * $0.n }.max() ?? 0)
            for product in products {
                for _ in 0..<product.times { Self.multiply(product, a, b, &c) }
            }
        }
    }

    private static func multiply(_ product: Product, _ a: [Float], _ b: [Float], _ c: inout [Float]) {
        let (m, n, k) = (dnnl_dim_t(product.m), dnnl_dim_t(product.n), dnnl_dim_t(product.k))
        let status = dnnl_sgemm(
            CChar(UInt8(ascii: product.isTransposed ? "T" : "N")), CChar(UInt8(ascii: "N")), m, n, k, 1,
            a, product.isTransposed ? m : k, b, n, 0, &c, n)
        precondition(status == dnnl_success, "oneDNN refused a matrix product of valid shapes")
    }
}
