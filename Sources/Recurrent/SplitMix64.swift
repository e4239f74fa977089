/// A small, fast generator of random numbers whose whole state is one integer.
///
/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    /// A generator for one use among many: the same seed and key give the same sequence, other keys unrelated ones.
    public init(seed: UInt64, key: UInt64...) {
        var state = seed
        for part in key {
            var mixer = SplitMix64(seed: state ^ (part &* 0x9E37_79B9_7F4A_7C15))
            state = mixer.next()
        }
        self.state = state
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
