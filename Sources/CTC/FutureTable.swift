/// Which of a frame's candidates has which future: a hash table that is emptied in no time.
struct FutureTable: Sendable {
    private struct Slot {
        var future: UInt64 = 0
        /// Which filling of the table the slot is of.
        var filling: UInt32 = 0
        var place: Int32 = 0
    }

    /// A power of two of them, at most half in use (linear probing).
    private var slots = [Slot](repeating: Slot(), count: 1 << 10)
    private var filling: UInt32 = 0

    /// Empties the table, and makes room for so many futures.
    mutating func removeAll(capacity: Int) {
        filling &+= 1
        if slots.count < 2 * capacity || filling == 0 {
            var count = slots.count
            while count < 2 * capacity { count *= 2 }
            slots = Array(repeating: Slot(), count: count)
            filling = 1
        }
    }

    /// Returns the place of a future; if it has none, gives it one and returns nil.
    ///
    /// - Parameter future: a hash, of which the low bits choose the slot.
    mutating func place(of future: UInt64, otherwise place: Int) -> Int? {
        var index = Int(truncatingIfNeeded: future) & (slots.count - 1)
        while slots[index].filling == filling {
            if slots[index].future == future { return Int(slots[index].place) }
            index = (index + 1) & (slots.count - 1)
        }
        slots[index] = Slot(future: future, filling: filling, place: Int32(place))
        return nil
    }
}
