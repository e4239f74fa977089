import Foundation
import Recurrent
import Signal
import Testing
import Training

@Suite struct SpecAugmentTests {
    private static let filters = 40

    /// Static features of noise that changes its colour along the way, neither normalised nor with deltas.
    private func features(_ options: FrontEndOptions) throws -> Features {
        var random = SplitMix64(seed: 5)
        var last: Float = 0
        let samples = (0..<24_000).map { index -> Float in
            let colour = 0.9 * Float(sin(Double(index) / 4000))
            last = colour * last + Float.random(in: -0.1...0.1, using: &random)
            return last
        }
        return try FrontEnd(options).features(of: samples)
    }

    private func options(_ kind: FeatureKind, cepstra: Int = filters, lifter: Float = 22) -> FrontEndOptions {
        var options = FrontEndOptions()
        options.kind = kind
        options.mel.filters = Self.filters
        options.cepstra.count = cepstra
        options.cepstra.lifter = lifter
        options.normalization = .none
        return options
    }

    private func masks(frequency: Int = 0, time: Int = 0) -> AugmentationOptions {
        var options = AugmentationOptions.off
        options.frequencyMasks = frequency
        options.timeMasks = time
        return options
    }

    /// The weights of C cepstra in the orthonormal DCT-II, M each.
    private func cosines(_ count: Int) -> [[Double]] {
        let size = Double(Self.filters)
        return (0..<count).map { k in
            let scale = ((k == 0 ? 1 : 2) / size).squareRoot()
            return (0..<Self.filters).map { n in scale * cos(.pi * Double(k) * (Double(n) + 0.5) / size) }
        }
    }

    /// Kaldi's scale of cepstrum k.
    private func lifter(_ k: Int, q: Double) -> Double {
        q == 0 ? 1 : 1 + q / 2 * sin(.pi * Double(k) / q)
    }

    /// Masking bands of the cepstra is masking the filterbank and taking the cosine transform. With fewer cepstra than
    /// filters it is the filterbank that they still describe: the one smoothed by the transform there and back, and
    /// smoothed again before the next band.
    @Test(arguments: [(40, 22, 2), (40, 0, 3), (13, 22, 1)] as [(Int, Float, Int)])
    func aMaskedBandOfCepstraIsAMaskedBandOfTheFilterbank(cepstra: Int, lifter q: Float, bands: Int) throws {
        let cosines = cosines(cepstra)
        func transform(_ energies: ArraySlice<Float>) -> [Double] {
            cosines.map { row in zip(row, energies).reduce(0) { $0 + $1.0 * Double($1.1) } }
        }
        func liftered(_ filterbank: Features) -> [Double] {
            (0..<filterbank.frames).flatMap { frame in
                transform(filterbank[frame]).enumerated().map { k, value in value * lifter(k, q: Double(q)) }
            }
        }
        var filterbank = try features(options(.filterbank))
        filterbank.values = (0..<filterbank.frames).flatMap { frame -> [Float] in
            let cepstrum = transform(filterbank[frame])
            return (0..<Self.filters).map { n in
                Float(zip(cosines, cepstrum).reduce(0) { $0 + $1.0[n] * $1.1 })
            }
        }
        let mfcc = try features(options(.mfcc, cepstra: cepstra, lifter: q))
        #expect(zip(mfcc.values, liftered(filterbank)).allSatisfy { abs(Double($0) - $1) < 1e-3 })

        let masks = masks(frequency: bands, time: 2)
        for seed in 0..<20 as Range<UInt64> {
            var maskedFilterbank = filterbank
            var random = SplitMix64(seed: seed)
            SpecAugment(masks, frontEnd: options(.filterbank)).apply(to: &maskedFilterbank, random: &random)
            var maskedCepstra = mfcc
            random = SplitMix64(seed: seed)
            SpecAugment(masks, frontEnd: options(.mfcc, cepstra: cepstra, lifter: q))
                .apply(to: &maskedCepstra, random: &random)
            let difference = zip(maskedCepstra.values, liftered(maskedFilterbank)).map { abs(Double($0) - $1) }.max()
            #expect(try #require(difference) < 1e-3, "seed \(seed)")
            #expect(zip(maskedCepstra.values, mfcc.values).contains { abs($0 - $1) > 0.1 }, "seed \(seed)")
        }
    }

    /// In a filterbank, a band is its mean and the rest is untouched, to the bit.
    @Test func aBandOfTheFilterbankBecomesItsMean() throws {
        let before = try features(options(.filterbank))
        var widths: Set<Int> = []
        for seed in 0..<200 as Range<UInt64> {
            var after = before
            var random = SplitMix64(seed: seed)
            SpecAugment(masks(frequency: 1), frontEnd: options(.filterbank)).apply(to: &after, random: &random)
            let masked = (0..<Self.filters).filter { filter in
                (0..<before.frames).contains { before[$0].dropFirst(filter).first != after[$0].dropFirst(filter).first }
            }
            widths.insert(masked.count)
            if let first = masked.first, let last = masked.last { #expect(masked == Array(first...last)) }
            for filter in masked {
                let column = stride(from: filter, to: before.values.count, by: Self.filters)
                let mean = column.reduce(0.0) { $0 + Double(before.values[$1]) } / Double(before.frames)
                #expect(column.allSatisfy { abs(Double(after.values[$0]) - mean) < 1e-4 })
            }
        }
        #expect(widths == Set(0...masks().frequencyWidth))
    }

    /// The frame's energy has no band: a frequency mask leaves it alone, in front of filters and in place of c0.
    @Test(arguments: FeatureKind.allCases) func anEnergyIsNotMasked(kind: FeatureKind) throws {
        var options = options(kind)
        options.energy.isUsed = true
        let before = try features(options)
        var after = before
        var random = SplitMix64(seed: 1)
        SpecAugment(masks(frequency: 4), frontEnd: options).apply(to: &after, random: &random)
        #expect(after != before)
        #expect((0..<before.frames).allSatisfy { before[$0].first == after[$0].first })
    }

    /// However many spans are asked for, they cover no more than their share, and are the mean.
    @Test func timeMasksStayWithinTheirShare() throws {
        let before = try features(options(.mfcc))
        let mean = (0..<before.dimension).map { column in
            stride(from: column, to: before.values.count, by: before.dimension)
                .reduce(0.0) { $0 + Double(before.values[$1]) } / Double(before.frames)
        }
        var most = 0
        var masks = masks(time: 10)
        masks.timeWidth = 30
        masks.timeShare = 0.2
        for seed in 0..<100 as Range<UInt64> {
            var after = before
            var random = SplitMix64(seed: seed)
            SpecAugment(masks, frontEnd: options(.mfcc)).apply(to: &after, random: &random)
            let masked = (0..<before.frames).filter { before[$0] != after[$0] }
            most = max(most, masked.count)
            for frame in masked {
                #expect(zip(after[frame], mean).allSatisfy { abs(Double($0) - $1) < 1e-2 })
            }
        }
        let allowed = Int(0.2 * Double(before.frames))
        #expect(most <= allowed)
        #expect(most > allowed / 2)
    }

    @Test func offLeavesEveryBit() throws {
        let before = try features(options(.mfcc))
        var after = before
        var random = SplitMix64(seed: 1)
        SpecAugment(.off, frontEnd: options(.mfcc)).apply(to: &after, random: &random)
        #expect(after == before)
    }

    /// An utterance may be shorter than a mask, or have no frame at all.
    @Test(arguments: [0, 1, 3]) func shortUtterancesAreMasked(frames: Int) throws {
        let mfcc = options(.mfcc)
        for seed in 0..<50 as Range<UInt64> {
            var features = Features(
                frames: frames, dimension: 40, values: (0..<frames * 40).map { Float($0 % 7) })
            var random = SplitMix64(seed: seed)
            SpecAugment(masks(frequency: 2, time: 4), frontEnd: mfcc).apply(to: &features, random: &random)
            #expect(features.values.allSatisfy(\.isFinite) && features.values.count == frames * 40)
        }
    }
}
