import COneDNN

/// Whether a factor of a matrix product is taken as it is or transposed.
enum Operand {
    case plain
    case transposed

    /// oneDNN's character for it.
    var flag: CChar { self == .plain ? CChar(UInt8(ascii: "N")) : CChar(UInt8(ascii: "T")) }
}

/// Matrix product `c = op(a)·op(b)`, or `c += op(a)·op(b)` with `accumulate`, on the calling thread alone.
///
/// The only place that knows oneDNN. Parallelism lies above, where independent directions, rows and sequences are.
/// Measured on an AMD EPYC with AVX-512, one core, 960 × N × 320 with N = 16…5280: 205–220 GFLOP/s with both factors
/// plain, 140–180 with `b` transposed and N ≤ 32; so the recurrent weights are transposed once a pass instead.
func multiply(
    _ a: MatrixView, _ aOperand: Operand, _ b: MatrixView, _ bOperand: Operand = .plain,
    into c: MatrixView, accumulate: Bool = false
) {
    product((a.rows, a.columns), aOperand, (b.rows, b.columns), bOperand, into: c) { m, n, k in
        dnnl_sgemm(
            aOperand.flag, bOperand.flag, m, n, k, 1, a.base, dnnl_dim_t(a.stride), b.base, dnnl_dim_t(b.stride),
            accumulate ? 1 : 0, c.base, dnnl_dim_t(c.stride))
    }
}

/// Matrix product of both factors as they are.
func multiply(_ a: MatrixView, _ b: MatrixView, into c: MatrixView, accumulate: Bool = false) {
    multiply(a, .plain, b, .plain, into: c, accumulate: accumulate)
}

/// The same with factors rounded to bfloat16 and sums of 32 bits. Measured as above: 310 GFLOP/s at N = 16, 420–457 for
/// thousands of rows, whichever factor is transposed.
func multiply(
    _ a: HalfMatrix, _ aOperand: Operand, _ b: HalfMatrix, _ bOperand: Operand = .plain,
    into c: MatrixView, accumulate: Bool = false
) {
    product((a.rows, a.columns), aOperand, (b.rows, b.columns), bOperand, into: c) { m, n, k in
        dnnl_gemm_bf16bf16f32(
            aOperand.flag, bOperand.flag, m, n, k, 1, a.base, dnnl_dim_t(a.columns), b.base, dnnl_dim_t(b.columns),
            accumulate ? 1 : 0, c.base, dnnl_dim_t(c.stride))
    }
}

/// Matrix product in a precision: in bfloat16, both factors are rounded first.
func multiply(
    _ a: MatrixView, _ aOperand: Operand, _ b: MatrixView, _ bOperand: Operand = .plain,
    into c: MatrixView, accumulate: Bool = false, precision: Precision
) {
    switch precision {
    case .float32: multiply(a, aOperand, b, bOperand, into: c, accumulate: accumulate)
    case .bfloat16: multiply(HalfMatrix(a), aOperand, HalfMatrix(b), bOperand, into: c, accumulate: accumulate)
    }
}

/// Checks the shapes of a product and runs it, m × k times k × n, on the calling thread alone.
private func product(
    _ a: (rows: Int, columns: Int), _ aOperand: Operand, _ b: (rows: Int, columns: Int), _ bOperand: Operand,
    into c: MatrixView, run: (_ m: dnnl_dim_t, _ n: dnnl_dim_t, _ k: dnnl_dim_t) -> dnnl_status_t
) {
    let (m, k) = aOperand == .plain ? (a.rows, a.columns) : (a.columns, a.rows)
    let (inner, n) = bOperand == .plain ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(inner == k && c.rows == m && c.columns == n, "matrix product of unfitting shapes")
    guard m > 0, n > 0 else { return }
    omp_set_num_threads(1)
    let status = run(dnnl_dim_t(m), dnnl_dim_t(n), dnnl_dim_t(k))
    precondition(status == dnnl_success, "oneDNN refused a matrix product of valid shapes")
}
