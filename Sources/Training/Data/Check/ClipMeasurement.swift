import Foundation
import Signal

/// What a clip's samples say about it.
struct ClipMeasurement: Sendable {
    /// The file's own, Hz.
    let sampleRate: Int
    let seconds: Double
    /// Seconds in which somebody seems to speak: those of the 20-ms blocks that are within 25 dB of the loud ones.
    let activeSeconds: Double
    /// The greatest absolute sample.
    let peak: Float
    /// The share of samples at full scale.
    let clipped: Double
    /// A number that clips of other samples do not have; what kind of file they come from has no part in it, as long as
    /// it loses nothing.
    let content: UInt64

    /// Decodes a clip from start to end, so that damage anywhere is found.
    init(_ utterance: Utterance) throws(AudioError) {
        let reader = try utterance.reader(sampleRate: nil)
        let samples = try reader.readAll()
        sampleRate = reader.format.sampleRate
        seconds = Double(samples.count) / Double(sampleRate)
        if utterance.offset == nil, let promised = reader.promisedSeconds {
            throw .truncated(path: utterance.audio, second: seconds, expectedSeconds: promised)
        }
        var hash = StableHash()
        var peak: Float = 0
        var clipped = 0
        for sample in samples {
            peak = max(peak, abs(sample))
            if abs(sample) >= 0.999 { clipped += 1 }
            hash.add(Int32((max(-2, min(2, sample)) * 32_768).rounded()))
        }
        self.peak = peak
        self.clipped = Double(clipped) / Double(max(1, samples.count))
        content = hash.value
        activeSeconds = Self.activeSeconds(samples, rate: sampleRate)
    }

    private static func activeSeconds(_ samples: [Float], rate: Int) -> Double {
        let block = max(1, rate / 50)
        let powers = stride(from: 0, through: samples.count - block, by: block).map { start in
            samples[start..<(start + block)].reduce(0) { $0 + $1 * $1 }
        }
        guard !powers.isEmpty else { return 0 }
        let floor = powers.sorted()[powers.count * 95 / 100] * pow(10, -2.5)
        return Double(powers.count { $0 > floor } * block) / Double(rate)
    }
}
