import Foundation
import Recurrent
import Signal

/// What is changed in the sound of a clip: pace, room, noise, band, codec, loudness, in the order of a recording.
package struct SoundAugment: Sendable {
    private let options: AugmentationOptions
    private let noise: [Utterance]
    private let cache: AudioCache
    private let sampleRate: Int

    /// - Parameter noise: recordings without speech.
    package init(_ options: AugmentationOptions, noise: [Utterance], cache: AudioCache, sampleRate: Int) {
        self.options = options
        self.noise = noise
        self.cache = cache
        self.sampleRate = sampleRate
    }

    package func apply(to samples: [Float], random: inout SplitMix64) throws(AudioError) -> [Float] {
        let rate = Double(sampleRate)
        var samples = samples
        if let speed = options.speeds.randomElement(using: &random), speed != 1 {
            samples = try Resampler.resample(samples, from: rate * speed, to: rate)
        }
        if happens(options.roomShare, &random) {
            let room = Room(reverberation: options.reverberation, random: &random)
            let power = samples.meanSquare
            samples = Convolution(room.response(sampleRate: rate)).applied(to: samples)
            samples.scale(by: (power / max(samples.meanSquare, 1e-12)).squareRoot())
        }
        if happens(options.noiseShare, &random), let source = noise.randomElement(using: &random) {
            add(try cache.samples(of: source), to: &samples, random: &random)
        }
        if happens(options.bandShare, &random) {
            let edge = Double.random(in: options.bandEdge, using: &random)
            let count = samples.count
            samples = try Resampler.resample(
                try Resampler.resample(samples, from: rate, to: min(2 * edge, rate)), from: min(2 * edge, rate),
                to: rate)
            samples.removeLast(max(0, samples.count - count))
        }
        if happens(options.codecShare, &random), let codec = options.codecs.randomElement(using: &random) {
            samples = try codec.applied(to: samples, sampleRate: sampleRate)
        }
        if options.gain > 0 {
            let decibels = Float.random(in: -options.gain...options.gain, using: &random)
            samples.scale(by: pow(10, decibels / 20))
        }
        return samples
    }

    /// Whether something that is done to a share of the clips is done to this one.
    private func happens(_ share: Double, _ random: inout SplitMix64) -> Bool {
        share > 0 && Double.random(in: 0..<1, using: &random) < share
    }

    /// Adds a piece of noise, repeated where it is shorter, so loud that the ratio of powers is one of `noiseSNR` in dB.
    private func add(_ noise: [Float], to samples: inout [Float], random: inout SplitMix64) {
        guard !noise.isEmpty, !samples.isEmpty else { return }
        let decibels = Float.random(in: options.noiseSNR, using: &random)
        var position = Int.random(in: 0..<noise.count, using: &random)
        var piece: [Float] = []
        piece.reserveCapacity(samples.count)
        while piece.count < samples.count {
            let end = min(noise.count, position + samples.count - piece.count)
            piece += noise[position..<end]
            position = 0
        }
        let power = piece.meanSquare
        guard power > 0 else { return }
        let scale = (samples.meanSquare / power / pow(10, decibels / 10)).squareRoot()
        for index in samples.indices { samples[index] += scale * piece[index] }
    }
}

extension [Float] {
    /// The mean power of a sample.
    var meanSquare: Float { reduce(0) { $0 + $1 * $1 } / Float(Swift.max(1, count)) }

    fileprivate mutating func scale(by factor: Float) {
        for index in indices { self[index] *= factor }
    }
}
