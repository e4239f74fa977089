/// How sequences of unequal lengths lie in one matrix without padding.
///
/// Sequences are sorted by length, longest first, and stored time-major: the rows of step 0 of all sequences, then the
/// rows of step 1 of those that still run, and so on. A step is one contiguous block, its batch shrinks with time, and
/// no row exists that is not a frame: nothing padded can reach a state, a loss or a statistic.
public struct PackedLayout: Sendable, Equatable {
    /// For each place in the batch, which of the caller's sequences lies there.
    public let order: [Int]
    /// The lengths in that order, descending.
    public let lengths: [Int]
    /// Sequences that run at each step.
    public let batchSizes: [Int]
    /// The first row of each step, and at the end the number of rows.
    public let offsets: [Int]

    /// - Parameter lengths: steps of each of the caller's sequences; none may be negative.
    public init(lengths: [Int]) {
        let order = lengths.indices.sorted { (lengths[$0], $1) > (lengths[$1], $0) }
        self.order = order
        self.lengths = order.map { lengths[$0] }
        var batchSizes: [Int] = []
        var offsets = [0]
        var running = order.count
        for step in 0..<(self.lengths.first ?? 0) {
            while running > 0, self.lengths[running - 1] <= step { running -= 1 }
            batchSizes.append(running)
            offsets.append(offsets[step] + running)
        }
        self.batchSizes = batchSizes
        self.offsets = offsets
    }

    /// Number of sequences.
    public var count: Int { order.count }
    /// Steps of the longest sequence.
    public var steps: Int { batchSizes.count }
    /// Frames of all sequences together.
    public var rows: Int { offsets[steps] }

    /// Packs sequences (each T × D, in the caller's order) into an R × D matrix.
    public func pack(_ sequences: [Matrix]) -> Matrix {
        let columns = sequences.first?.columns ?? 0
        var packed = Matrix(uninitializedRows: rows, columns: columns)
        packed.withMutableView { target in
            for (place, index) in order.enumerated() {
                precondition(
                    sequences[index].rows == lengths[place] && sequences[index].columns == columns,
                    "a sequence that does not fit its packed layout")
                sequences[index].withView { source in
                    for step in 0..<lengths[place] {
                        target.row(offsets[step] + place).update(from: source.row(step), count: columns)
                    }
                }
            }
        }
        return packed
    }

    /// Unpacks an R × D matrix into sequences in the caller's order.
    public func unpack(_ packed: Matrix) -> [Matrix] {
        precondition(packed.rows == rows, "a matrix that does not fit its packed layout")
        var sequences = [Matrix](repeating: Matrix(rows: 0, columns: packed.columns), count: count)
        packed.withView { source in
            for (place, index) in order.enumerated() {
                var sequence = Matrix(uninitializedRows: lengths[place], columns: packed.columns)
                sequence.withMutableView { target in
                    for step in 0..<lengths[place] {
                        target.row(step).update(from: source.row(offsets[step] + place), count: packed.columns)
                    }
                }
                sequences[index] = sequence
            }
        }
        return sequences
    }
}
