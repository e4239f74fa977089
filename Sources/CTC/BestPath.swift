/// The most probable path of one kind (ending in a blank, or in the prefix's last label) through one prefix.
struct BestPath: Sendable {
    /// Its log-probability.
    var score: Double
    /// The frames of all labels but the last, in an ``AlignmentStore``.
    var alignment: Int32
    /// The frame where the last label is most probable in its run; −1 in the empty prefix.
    var peakFrame: Int32
    /// The last label's log-probability there.
    var peak: Float

    /// The path of the empty prefix before the first frame.
    static let start = BestPath(score: 0, alignment: AlignmentStore.empty, peakFrame: -1, peak: -.infinity)
    /// No path.
    static let none = BestPath(
        score: -.infinity, alignment: AlignmentStore.empty, peakFrame: -1, peak: -.infinity)
}

/// The frames at which the labels of best paths are emitted, as linked lists that share their beginnings.
struct AlignmentStore: Sendable {
    private var previous: [Int32] = []
    private var frames: [Int32] = []

    /// The list of no frames.
    static let empty: Int32 = -1

    /// Returns the list of a path's frames, the last label's among them.
    mutating func list(of path: BestPath) -> Int32 {
        guard path.peakFrame >= 0 else { return Self.empty }
        previous.append(path.alignment)
        frames.append(path.peakFrame)
        return Int32(frames.count - 1)
    }

    /// Returns the list of these frames.
    mutating func list(of labelFrames: some Sequence<Int>) -> Int32 {
        var list = Self.empty
        for frame in labelFrames {
            previous.append(list)
            frames.append(Int32(frame))
            list = Int32(frames.count - 1)
        }
        return list
    }

    /// Returns a path's frames, in order.
    func frames(of path: BestPath) -> [Int] {
        guard path.peakFrame >= 0 else { return [] }
        var reversed = [Int(path.peakFrame)]
        var list = path.alignment
        while list != Self.empty {
            reversed.append(Int(frames[Int(list)]))
            list = previous[Int(list)]
        }
        return reversed.reversed()
    }
}
