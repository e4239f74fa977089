import Foundation
import Signal
import Testing

@Suite struct FrontEndTests {
    @Test func digitalSilenceBecomesZeros() throws {
        let features = try FrontEnd(FrontEndOptions()).features(of: Array(repeating: 0, count: 16_000))
        #expect(features.frames == 98)
        // All frames are alike; what is left is the rounding of their mean over the floored deviation.
        #expect(features.values.allSatisfy { abs($0) < 0.05 })
    }

    @Test func aConstantOffsetChangesNothing() throws {
        let samples = noise(8000).map { 0.1 * $0 }
        let frontEnd = try FrontEnd(FrontEndOptions())
        let shifted = frontEnd.features(of: samples.map { $0 + 0.25 })
        #expect(largestDifference(frontEnd.features(of: samples).values, shifted.values) < 0.02)
    }

    @Test func utterancesAreNormalized() throws {
        let frontEnd = try FrontEnd(FrontEndOptions())
        let features = frontEnd.features(of: try Fixture.clip("flite_slt"))
        #expect(features.dimension == 40)
        for d in 0..<features.dimension {
            let column = (0..<features.frames).map { Double(features[$0][$0 * 40 + d]) }
            let mean = column.reduce(0, +) / Double(column.count)
            let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
            #expect(abs(mean) < 1e-4)
            #expect(abs(variance - 1) < 1e-4)
        }
    }

    @Test func ditherFollowsItsSeed() throws {
        var options = FrontEndOptions()
        options.normalization = .none
        let silence = [Float](repeating: 0, count: 4000)
        let undithered = try FrontEnd(options).features(of: silence)
        options.frames.dither = 1
        let dithered = try FrontEnd(options).features(of: silence)
        #expect(try FrontEnd(options).features(of: silence) == dithered)
        options.frames.ditherSeed = 1
        #expect(try FrontEnd(options).features(of: silence) != dithered)
        #expect(undithered != dithered)

        // Noise of deviation 1 has a raw energy of about 1 a sample.
        options.energy.isUsed = true
        let energies = try FrontEnd(options).features(of: [Float](repeating: 0, count: 160_000))
        let mean = (0..<energies.frames).reduce(0) { $0 + exp(energies[$1][$1 * 40]) } / Float(energies.frames)
        #expect(abs(mean / 400 - 1) < 0.02)
    }

    @Test func corpusStatisticsNormalizeTheirCorpus() throws {
        var options = FrontEndOptions()
        options.normalization = .none
        let plain = try FrontEnd(options)
        let utterances = try ["flite_slt", "flite_rms", "espeak_male"].map { plain.features(of: try Fixture.clip($0)) }
        var statistics = CepstralStatistics(dimension: plain.dimension)
        for utterance in utterances { statistics.add(utterance) }
        options.normalization = .corpus(statistics.corpus)

        var joined = Features(dimension: plain.dimension)
        for utterance in utterances { joined.append(utterance) }
        #expect(statistics.frames == joined.frames)
        var whole = options
        whole.normalization = .utterance(variance: true)
        let byCorpus = try FrontEnd(options).finish(joined)
        let byUtterance = try FrontEnd(whole).finish(joined)
        #expect(largestDifference(byCorpus.values, byUtterance.values) < 1e-4)
    }

    /// Against the definition, frame by frame: the window's frames and so many of the corpus's weigh alike.
    @Test func priorSteadiesSlidingNormalization() throws {
        var options = FrontEndOptions()
        options.normalization = .none
        let plain = try FrontEnd(options).features(of: try Fixture.clip("flite_slt"))
        let size = plain.dimension
        var sliding = SlidingOptions()
        (sliding.length, sliding.minimum, sliding.priorFrames, sliding.normalizesVariance) = (25, 20, 30, true)
        options.normalization = .sliding(sliding)
        #expect(throws: FeatureError.self) { try FrontEnd(options) }
        let prior = CorpusStatistics(
            mean: (0..<size).map { Float($0) - 7 }, deviation: (0..<size).map { 1 + Float($0) / 8 })
        options.normalization = options.normalization.measured(by: prior)
        let normalized = try FrontEnd(options).finish(plain)
        for frame in [0, 1, 19, 20, 24, 25, 26, plain.frames - 1] {
            let window = max(0, frame - 25)..<max(frame + 1, 20)
            for d in 0..<size {
                let own = window.map { Double(plain.values[$0 * size + d]) }
                let (priorMean, priorDeviation) = (Double(prior.mean[d]), Double(prior.deviation[d]))
                let count = Double(own.count + 30)
                let mean = (own.reduce(0, +) + 30 * priorMean) / count
                let square =
                    (own.reduce(0) { $0 + $1 * $1 } + 30 * (priorDeviation * priorDeviation + priorMean * priorMean))
                    / count
                let expected = (Double(plain.values[frame * size + d]) - mean) / (square - mean * mean).squareRoot()
                #expect(abs(Double(normalized.values[frame * size + d]) - expected) < 1e-4)
            }
        }
    }

    @Test func frameShiftIsInSeconds() throws {
        #expect(try FrontEnd(FrontEndOptions()).frameShift == 0.01)
    }
}
