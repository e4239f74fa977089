/// Puts what several channels say, each in its own time, into one order of time.
struct TimeOrdered<Element: Sendable>: Sendable {
    private var held: [(start: Int, element: Element)] = []

    /// - Parameter start: in milliseconds.
    mutating func add(_ element: Element, at start: Int) {
        held.append((start, element))
    }

    /// Takes out, in order, what begins before a time in seconds; the first come first where two begin at once.
    mutating func take(before limit: Double) -> [Element] {
        held.sort { $0.start < $1.start }
        // Nobody begins before the limit any more: who begins with it may go.
        let end = limit.isFinite ? held.firstIndex { $0.start > limit.milliseconds } ?? held.count : held.count
        defer { held.removeFirst(end) }
        return held[..<end].map(\.element)
    }
}
