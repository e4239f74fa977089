import Signal
import Testing

@Suite struct FrameStreamTests {
    /// Options that reach every path: reflection, dither, odd lengths, energy, filterbank, deltas.
    static let variants: [FrontEndOptions] = {
        let standard = FrontEndOptions()
        var reflected = standard
        reflected.frames.snipsEdges = false
        reflected.frames.lengthMilliseconds = 23.3
        reflected.frames.shiftMilliseconds = 9.1
        var dithered = standard
        dithered.frames.dither = 1
        dithered.energy.isUsed = true
        var filterbank = reflected
        filterbank.kind = .filterbank
        filterbank.energy.isUsed = true
        filterbank.frames.shiftMilliseconds = 40
        filterbank.deltas.order = 2
        return [standard, reflected, dithered, filterbank]
    }()

    @Test(arguments: variants, [1, 7, 160, 399, 400, 401, 1000, 100_000])
    func anySplitGivesTheSameBits(options: FrontEndOptions, block: Int) throws {
        let frontEnd = try FrontEnd(options)
        for count in [40_000, 16_385, 5000, 641, 400, 399, 200, 81, 80, 1, 0] {
            let samples = noise(count).map { 0.1 * $0 }
            var stream = frontEnd.stream()
            var frames = Features(dimension: options.staticDimension)
            for start in stride(from: 0, to: count, by: block) {
                frames.append(stream.append(Array(samples[start..<min(start + block, count)])))
            }
            frames.append(stream.finish())
            #expect(frontEnd.finish(frames) == frontEnd.features(of: samples))
        }
    }

    /// Deltas and every kind of normalisation, carried over blocks.
    static let normalizations: [Normalization] = {
        var causal = SlidingOptions()
        (causal.length, causal.minimum, causal.normalizesVariance) = (30, 12, true)
        var centred = causal
        centred.isCentered = true
        var steadied = causal
        steadied.priorFrames = 25
        let size = 120
        steadied.prior = CorpusStatistics(
            mean: (0..<size).map { Float($0) / 10 }, deviation: (0..<size).map { 1 + Float($0) / 50 })
        return [
            .none, .utterance(variance: true), .corpus(steadied.prior), .sliding(causal), .sliding(centred),
            .sliding(steadied),
        ]
    }()

    @Test(arguments: normalizations, [1, 159, 1000, 7777])
    func featuresOfAnySplitAreTheSameBits(normalization: Normalization, block: Int) throws {
        var options = FrontEndOptions()
        options.deltas.order = 2
        options.normalization = normalization
        let frontEnd = try FrontEnd(options)
        var stream = frontEnd.featureStream()
        for count in [30_000, 2100, 641, 400, 399, 0] {
            let samples = noise(count).map { 0.1 * $0 }
            var features = Features(dimension: options.dimension)
            for start in stride(from: 0, to: count, by: block) {
                features.append(stream.append(Array(samples[start..<min(start + block, count)])))
            }
            features.append(stream.finish())
            #expect(features == frontEnd.features(of: samples))
        }
    }

    @Test func slidingFeaturesWaitForTheirWindowOnly() throws {
        var options = FrontEndOptions()
        var sliding = SlidingOptions()
        sliding.minimum = 50
        options.normalization = .sliding(sliding)
        var stream = try FrontEnd(options).featureStream()
        let samples = 400 + 160 * 48  // 49 frames.
        #expect(stream.append(noise(samples)).frames == 0)
        #expect(stream.append(noise(160)).frames == 50)
        #expect(stream.append(noise(160)).frames == 1)
    }

    @Test func framesComeAsSoonAsTheyAreComplete() throws {
        var options = FrontEndOptions()
        var snipped = try FrontEnd(options).stream()
        #expect(snipped.append(noise(399)).frames == 0)
        #expect(snipped.append(noise(1)).frames == 1)
        #expect(snipped.append(noise(160)).frames == 1)
        #expect(snipped.finish().frames == 0)

        options.frames.snipsEdges = false
        // The first of the centred frames ends at 80 + 200.
        var centred = try FrontEnd(options).stream()
        #expect(centred.append(noise(279)).frames == 0)
        #expect(centred.append(noise(1)).frames == 1)
        #expect(centred.finish().frames == 1)
    }

    @Test func aFinishedStreamStartsAfresh() throws {
        let frontEnd = try FrontEnd(FrontEndOptions())
        let samples = noise(5000)
        var stream = frontEnd.stream()
        var first = stream.append(samples)
        first.append(stream.finish())
        var second = stream.append(samples)
        second.append(stream.finish())
        #expect(first == second)
        #expect(first.frames == 29)
    }

    @Test func threadsShareAFrontEnd() async throws {
        let samples = (0..<8).map { seed in noise(20_000, seed: UInt32(seed)) }
        let frontEnd = try FrontEnd(FrontEndOptions())
        let alone = samples.map { frontEnd.features(of: $0) }
        let together = try await withThrowingTaskGroup(of: (Int, Features, Features).self) { group in
            for round in 0..<64 {
                group.addTask {
                    // A front end of its own, so that plans are made while others run.
                    let own = try FrontEnd(FrontEndOptions())
                    return (round % 8, frontEnd.features(of: samples[round % 8]), own.features(of: samples[round % 8]))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together.count == 64)
        for (index, shared, own) in together {
            #expect(shared == alone[index])
            #expect(own == alone[index])
        }
    }
}
