import CTC
import Foundation
import Recognition
import Testing

/// What is heard with several vocal-tract-length factors.
@Suite struct WarpsTests {
    private let warps: [Float] = [0.9, 1, 1.1]
    private let samples = Babble.samples(seconds: 12)

    private func model(_ warps: [Float]) throws -> Model {
        try Babble.model { $0.warps = warps }
    }

    /// The probabilities are the mean of those heard with each factor alone.
    @Test func probabilitiesAreAveraged() throws {
        let alone = try warps.map { try Recognizer(model([$0])).logProbabilities(of: samples) }
        #expect(alone[0] != alone[1] && alone[1] != alone[2])
        let together = try Recognizer(model(warps)).logProbabilities(of: samples)
        #expect(together.frames == alone[0].frames)
        for (index, value) in together.values.enumerated() {
            let mean = alone.reduce(0) { $0 + exp($1.values[index]) } / 3
            #expect(abs(exp(value) - mean) < 1e-4)
        }
        var changed = try model([1])
        changed.warps = warps
        #expect(try Recognizer(changed).logProbabilities(of: samples) == together)
    }

    /// A stream is read in the end as a file is; until then with a factor of 1 alone.
    @Test func streamsEndAsFilesRead() throws {
        var options = StreamingRecognizer.Options()
        options.endpoints?.silenceWithoutSpeech = 100
        options.endpoints?.silenceAfterSpeech = 100
        func events(_ warps: [Float]) throws -> [StreamingRecognizer.Event] {
            var recognizer = StreamingRecognizer(try model(warps), options: options)
            return try recognizer.append(samples) + recognizer.finish()
        }
        let heard = try (events(warps), events([1]))
        let whole = try Recognizer(model(warps)).transcribe(samples: samples)
        let plain = try Recognizer(model([1])).transcribe(samples: samples)
        #expect(whole.logProbability != plain.logProbability)
        #expect(heard.0.count > 1 && heard.0.last == .final([whole]) && heard.1.last == .final([plain]))
        #expect(heard.0.dropLast() == heard.1.dropLast())
        // Who is heard once is heard with all at once.
        options.hearsTwice = false
        options.window = .file
        #expect(try events(warps).last == .final([whole]))
    }

    /// Who takes the best label of each step hears with the factor nearest to 1.
    @Test func greedyHearsOnce() throws {
        let greedy = try [[0.8, 1.1, 1.4], [1.1]].map {
            try Recognizer(model($0), decoding: .greedy).transcribe(samples: samples)
        }
        #expect(greedy[0] == greedy[1] && !greedy[0].text.isEmpty)
    }

    @Test func configurationKeepsThem() throws {
        let folder = try ModelTests.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try model(warps).save(to: folder)
        #expect(try Model(folder: folder).warps == warps)
    }
}
