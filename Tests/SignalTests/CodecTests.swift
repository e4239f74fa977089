import Foundation
import Signal
import Testing

@Suite struct CodecTests {
    /// A tone that every codec passes comes back in place and at its level, but not unharmed.
    @Test(arguments: Codec.allCases)
    func aToneComesBackChanged(codec: Codec) throws {
        let samples = sine(600, rate: 16_000, count: 32_000).map { $0 * 0.4 }
        let result = try codec.applied(to: samples, sampleRate: 16_000)
        #expect(result.count == samples.count)
        let inner = 4000..<28_000
        let level = tone(600, rate: 16_000, in: Array(result[inner]))
        #expect((0.3...0.5).contains(level), "\(level)")
        let change = largestDifference(Array(result[inner]), Array(samples[inner]))
        #expect(change > 1e-3)
        // In phase: no codec shifts the clip in time by more than a quarter of the tone's period.
        let product = zip(result[inner], samples[inner]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(product > 0)
    }

    @Test(arguments: [Codec.muLaw, .gsm])
    func telephonesPassNothingAbove4Kilohertz(codec: Codec) throws {
        let samples = sine(5500, rate: 16_000, count: 16_000).map { $0 * 0.4 }
        let result = try codec.applied(to: samples, sampleRate: 16_000)
        #expect(tone(5500, rate: 16_000, in: result) < 0.01)
    }

    @Test func nothingGivesNothing() throws {
        #expect(try Codec.gsm.applied(to: [], sampleRate: 16_000).isEmpty)
    }
}
