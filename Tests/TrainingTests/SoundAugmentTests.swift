import Foundation
import Recurrent
import Testing
import Training

@Suite struct SoundAugmentTests {
    private let folder: WAVFolder
    private let clip: [Float]

    init() throws {
        folder = try WAVFolder()
        clip = (0..<16_000).map { Float(0.3 * sin(Double($0) * 0.2)) }
    }

    private func result(_ options: AugmentationOptions, seed: UInt64 = 1) throws -> [Float] {
        var generator = SplitMix64(seed: 9)
        let noise = (0..<5000).map { _ in Float.random(in: -0.1...0.1, using: &generator) }
        let utterance = Utterance(id: "noise", audio: try folder.write(noise, to: "noise.wav"), text: "")
        let augment = SoundAugment(
            options, noise: [utterance], cache: AudioCache(sampleRate: 16_000), sampleRate: 16_000)
        var random = SplitMix64(seed: seed)
        return try augment.apply(to: clip, random: &random)
    }

    private func power(_ samples: [Float]) -> Double {
        samples.reduce(0) { $0 + Double($1 * $1) } / Double(samples.count)
    }

    @Test func switchedOffItChangesNothing() throws {
        #expect(try result(.off) == clip)
    }

    @Test func noiseIsAddedAtTheRatioAskedFor() throws {
        var options = AugmentationOptions.off
        (options.noiseShare, options.noiseSNR) = (1, 12...12)
        let noise = zip(try result(options), clip).map { $0 - $1 }
        #expect(abs(10 * log10(power(clip) / power(noise)) - 12) < 0.01)
    }

    @Test func aRoomKeepsLengthAndLoudness() throws {
        var options = AugmentationOptions.off
        options.roomShare = 1
        let changed = try result(options)
        #expect(changed.count == clip.count && changed != clip)
        #expect(abs(power(changed) / power(clip) - 1) < 0.01)
    }

    @Test func gainStaysWithinItsDecibels() throws {
        var options = AugmentationOptions.off
        options.gain = 6
        let gains = try (1...20).map { 10 * log10(power(try result(options, seed: $0)) / power(clip)) }
        #expect(gains.allSatisfy { abs($0) <= 6.001 } && Set(gains).count > 10)
    }

    @Test func shareIsTheShareOfClips() throws {
        var options = AugmentationOptions.off
        options.noiseShare = 0.3
        let changed = try (1...100).count { try result(options, seed: $0) != clip }
        #expect((15...45).contains(changed))
    }

    @Test func bandsAndCodecsKeepTheLength() throws {
        var options = AugmentationOptions.off
        (options.bandShare, options.codecShare) = (1, 1)
        for seed: UInt64 in 1...12 { #expect(abs(try result(options, seed: seed).count - clip.count) <= 1) }
    }

    @Test func theSameSeedGivesTheSameClip() throws {
        var options = AugmentationOptions()
        (options.roomShare, options.noiseShare, options.codecShare, options.gain) = (0.5, 0.5, 0.5, 6)
        for seed: UInt64 in 1...5 { #expect(try result(options, seed: seed) == result(options, seed: seed)) }
    }
}
