import Foundation

/// Gaussian noise that depends on nothing but a seed and a frame's index, so that streams and threads agree.
struct Dither: Sendable {
    /// Standard deviation, in steps of a 16-bit sample.
    let amplitude: Float
    let seed: UInt64

    /// Adds noise to `count` samples of frame `frame`.
    func add(to samples: UnsafeMutablePointer<Float>, count: Int, frame: Int) {
        var generator = SplitMix64(state: seed &+ UInt64(frame) &* 0xD134_2543_DE82_EF95)
        for index in 0..<count {
            // Box and Muller's transform; 1 − u lies in (0, 1], where the logarithm is finite.
            let radius = (-2 * log(1 - Float.random(in: 0..<1, using: &generator))).squareRoot()
            let angle = 2 * Float.pi * Float.random(in: 0..<1, using: &generator)
            samples[index] += amplitude * radius * cos(angle)
        }
    }
}

/// Steele, Lea and Flood's generator ("Fast splittable pseudorandom number generators", OOPSLA 2014).
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
