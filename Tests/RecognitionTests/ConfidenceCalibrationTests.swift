import CTC
import Foundation
import Recognition
import Testing

@Suite struct ConfidenceCalibrationTests {
    private let calibration = ConfidenceCalibration(bias: -0.5, weights: [.mean: 2, .least: 0.25, .pace: -0.1])

    @Test func probabilityIsTheLogisticFunctionOfTheSum() {
        let evidence = WordEvidence(
            meanLogProbability: -1, leastLogProbability: -2, entropy: 3, labels: 2, frames: 8)
        let sum = -0.5 - 2 - 0.5 - 0.1 * log(4)
        #expect(abs(calibration.probability(evidence) - 1 / (1 + exp(-sum))) < 1e-12)
        let impossible = WordEvidence(
            meanLogProbability: -.infinity, leastLogProbability: -.infinity, entropy: 0, labels: 1, frames: 1)
        #expect((0..<1e-6).contains(calibration.probability(impossible)))
    }

    /// A model keeps its calibrations, and a key that none has is refused by name.
    @Test func aModelKeepsThem() throws {
        let folder = try ModelTests.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = ModelTests.tinyConfiguration()
        configuration.confidence = [.beam: calibration]
        try Model(configuration, seed: 3).save(to: folder)
        #expect(try Model(folder: folder).configuration.confidence == [.beam: calibration])
        let file = folder.appendingPathComponent(Model.configurationFile)
        for (key, wrong) in [("least", "leest"), ("beam", "bean"), ("bias", "byas")] {
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacing("\"\(key)\"", with: "\"\(wrong)\"").write(to: file, atomically: true, encoding: .utf8)
            let error = #expect(throws: ModelError.self) { try ModelConfiguration(contentsOf: file) }
            #expect(error?.description.contains("confidence") == true, "\(error?.description ?? "")")
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    /// Files and streams, greedy and beam: words are the same, and each confidence is the calibration's; a way of
    /// decoding without one keeps the geometric mean.
    @Test(arguments: [Decoding.greedy, .beam(.init())])
    func itIsAppliedEverywhere(decoding: Decoding) throws {
        let raw = try Babble.model()
        let calibrated = try Babble.model {
            $0.confidence = [DecodingKind(decoding): ConfidenceCalibration(bias: 0.3, weights: [.mean: 0.5])]
        }
        let samples = Babble.samples(seconds: 25)
        let before = try Recognizer(raw, decoding: decoding).transcribe(samples: samples)
        let after = try Recognizer(calibrated, decoding: decoding).transcribe(samples: samples)
        try #require(before.words.count > 2)
        #expect(after.text == before.text)
        for (before, after) in zip(before.words, after.words) {
            #expect(abs(after.confidence - 1 / (1 + exp(-0.3 - 0.5 * log(before.confidence)))) < 1e-5)
        }
        var options = StreamingRecognizer.Options()
        options.decoding = decoding
        options.endpoints = nil
        options.window = StreamWindow(chunk: 0.3, lookahead: .infinity)
        var stream = StreamingRecognizer(calibrated, options: options)
        _ = try stream.append(samples)
        #expect(try stream.finish() == [.final([after])])
    }

    /// An utterance whose words are surer than the bar keeps them all; one below has none, file or stream.
    @Test func unsureUtterancesAreNoise() throws {
        let samples = Babble.samples(seconds: 8)
        func words(leastMean: Double?) throws -> [Int] {
            let model = try Babble.model {
                $0.confidence = [.greedy: ConfidenceCalibration(bias: 0, weights: [:], leastMean: leastMean)]
            }
            var options = StreamingRecognizer.Options()
            options.decoding = .greedy
            var recognizer = StreamingRecognizer(model, options: options)
            let finals = (try recognizer.append(samples) + recognizer.finish()).compactMap { event in
                if case .final(let readings) = event { readings[0].words.count } else { nil }
            }
            return [
                try Recognizer(model, decoding: .greedy).transcribe(samples: samples).words.count, finals.reduce(0, +),
            ]
        }
        // Without weights every word's confidence is a half.
        let all = try words(leastMean: nil)
        #expect(all.allSatisfy { $0 > 2 })
        #expect(try words(leastMean: 0.5) == all)
        #expect(try words(leastMean: 0.51) == [0, 0])
    }
}
