/// A weight matrix W (M × K), kept in the form in which its products x·Wᵀ are fastest. Never written to again, and
/// shared by all threads.
protocol WeightFactor: Sendable {
    /// result = x·Wᵀ: N × K → N × M.
    func multiply(_ x: MatrixView, into result: MatrixView)
}
