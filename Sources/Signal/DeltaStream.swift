/// Slopes over time of frames that come block by block; see ``Deltas``. Delayed by the width of the widest slope.
struct DeltaStream: Sendable {
    private let deltas: Deltas
    /// The frames that later slopes need, the first frame repeated in front of them at the start.
    private var pending: Features
    private var isEmpty = true

    init(_ deltas: Deltas, dimension: Int) {
        self.deltas = deltas
        pending = Features(dimension: dimension)
    }

    /// Takes the next frames and returns those whose neighbours are all there, with their slopes.
    mutating func append(_ frames: consuming Features) -> Features {
        guard deltas.reach > 0 else { return frames }
        if isEmpty, frames.frames > 0 {
            isEmpty = false
            pending.append(frames.first, times: deltas.reach)
        }
        pending.append(frames)
        let ready = deltas.apply(to: pending)
        pending.removeFirst(max(0, pending.frames - 2 * deltas.reach))
        return ready
    }

    /// Returns the last frames, with the last one repeated behind it.
    mutating func finish() -> Features {
        guard deltas.reach > 0 else { return Features(dimension: pending.dimension) }
        guard !isEmpty else { return deltas.apply(to: pending) }
        pending.append(pending.last, times: deltas.reach)
        let rest = deltas.apply(to: pending)
        pending = Features(dimension: pending.dimension)
        isEmpty = true
        return rest
    }
}
