/// FNV-1a, 64 bits: the same on every machine and in every run.
struct StableHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ part: some FixedWidthInteger) {
        value = (value ^ UInt64(truncatingIfNeeded: part)) &* 0x100_0000_01B3
    }

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
    }
}
