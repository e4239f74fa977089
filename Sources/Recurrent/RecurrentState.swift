/// What one direction of a layer carries from step to step: the hidden state and, for an LSTM, the memory cell,
/// each N × H in the order of the packed batch.
public struct RecurrentState: Sendable, Equatable {
    public var hidden: Matrix
    public var memory: Matrix

    /// The state before the first step: zeros.
    public init(sequences: Int, hiddenSize: Int, hasMemory: Bool) {
        hidden = Matrix(rows: sequences, columns: hiddenSize)
        memory = Matrix(rows: hasMemory ? sequences : 0, columns: hiddenSize)
    }
}
