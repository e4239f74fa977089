import Foundation
import Signal
import Testing

@Suite struct ResamplerTests {
    static let rates: [(Double, Double)] = [
        (8000, 16_000), (11_025, 16_000), (22_050, 16_000), (44_100, 16_000), (48_000, 16_000), (96_000, 16_000),
        (16_000, 8000), (16_000 * 1.1, 16_000), (16_000 * 0.93, 16_000), (44_100 * 1.07, 16_000),
    ]

    private func resample(_ samples: [Float], _ source: Double, _ target: Double, block: Int) throws -> [Float] {
        let resampler = try Resampler(from: source, to: target)
        var output: [Float] = []
        for start in stride(from: 0, to: samples.count, by: block) {
            output += resampler.process(Array(samples[start..<min(start + block, samples.count)]))
        }
        return output + resampler.finish()
    }

    @Test(arguments: rates)
    func aToneKeepsFrequencyLevelAndPlace(source: Double, target: Double) throws {
        let input = sine(1000, rate: source, count: Int(source))
        let output = try resample(input, source, target, block: 4096)
        // The ends are left out, where the filter meets the silence around the tone.
        let expected = sine(1000, rate: target, count: output.count)
        let inner = 400..<(output.count - 400)
        #expect(largestDifference(Array(output[inner]), Array(expected[inner])) < 1e-4)
    }

    @Test func whatCannotBeRepresentedIsRemoved() throws {
        let output = try resample(sine(9000, rate: 48_000, count: 48_000), 48_000, 16_000, block: 1000)
        #expect(output[400..<15_600].allSatisfy { abs($0) < 1e-4 })
    }

    @Test(arguments: rates)
    func lengthIsTheRatiosToWithinASample(source: Double, target: Double) throws {
        for count in [1, 2, 100, 999, 44_100, 70_001] {
            let output = try resample(noise(count), source, target, block: 8192)
            #expect(abs(Double(output.count) - Double(count) * target / source) <= 1)
        }
    }

    @Test(arguments: rates)
    func anyBlocksGiveTheSameSamples(source: Double, target: Double) throws {
        let input = noise(30_000)
        let whole = try resample(input, source, target, block: input.count)
        for block in [1, 13, 1024, 16_384] {
            #expect(try resample(input, source, target, block: block) == whole)
        }
    }

    @Test(arguments: [(0.0, 16_000.0), (16_000, -1), (.nan, 16_000), (16_000, .infinity)])
    func impossibleRatesAreRefused(source: Double, target: Double) throws {
        #expect(throws: AudioError.self) { try Resampler(from: source, to: target) }
    }
}
