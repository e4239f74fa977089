/// Words numbered in the order in which they come up: a hash table of their bytes, without a `String` for each word of
/// a text.
struct WordTable: Sendable {
    private var bytes: [UInt8] = []
    private var offsets = [0]
    /// Word numbers, or −1; a power of two of them, at most half in use.
    private var slots = [Int32](repeating: -1, count: 1 << 12)

    /// The number of words.
    var count: Int { offsets.count - 1 }

    /// The bytes of a word.
    subscript(word: Int) -> ArraySlice<UInt8> { bytes[offsets[word]..<offsets[word + 1]] }

    /// The number of a word, a new one if it has not come up before.
    mutating func number(of word: UnsafeBufferPointer<UInt8>) -> Int {
        let place = slot(of: word)
        if slots[place] >= 0 { return Int(slots[place]) }
        bytes.append(contentsOf: word)
        offsets.append(bytes.count)
        slots[place] = Int32(count - 1)
        if 2 * count > slots.count { grow() }
        return count - 1
    }

    /// Where a word is, or belongs (linear probing).
    private func slot(of word: UnsafeBufferPointer<UInt8>) -> Int {
        // FNV-1a, its bits mixed once more because the low ones choose the slot.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 29
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0, !self[Int(slots[slot])].elementsEqual(word) { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: 2 * slots.count)
        for word in 0..<count {
            let place = self[word].withUnsafeBufferPointer { slot(of: $0) }
            slots[place] = Int32(word)
        }
    }
}
