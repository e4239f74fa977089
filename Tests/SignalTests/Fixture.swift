import Foundation
import Safetensors
import Signal

/// The files beside the tests; `Tests/Reference/signal_reference.py` makes them.
enum Fixture {
    static let clips = [
        "chirp", "click", "espeak_female", "espeak_male", "flite_rms", "flite_slt", "loud", "noise", "quiet", "short",
        "steps", "tone_in_noise",
    ]

    static func url(_ name: String) -> URL {
        Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)")
    }

    static func tensors(_ name: String) throws -> SafetensorsFile {
        try SafetensorsFile(contentsOf: url("\(name).safetensors"))
    }

    /// A clip's samples at its own 16 kHz.
    static func clip(_ name: String) throws -> [Float] {
        try AudioReader.samples(path: url("\(name).flac").path, sampleRate: 16_000)
    }
}

/// Uniform noise in [-1, 1), the same on each run.
func noise(_ count: Int, seed: UInt32 = 1) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Float(state >> 8) / Float(1 << 23) - 1
    }
}

/// The largest absolute difference of two sequences of one length.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    precondition(a.count == b.count, "only sequences of one length can be compared")
    return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}
