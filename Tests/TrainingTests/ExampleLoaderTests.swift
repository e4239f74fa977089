import Foundation
import Recognition
import Recurrent
import Testing
import Training

@Suite struct ExampleLoaderTests {
    private let folder: WAVFolder
    private let model: Model

    init() throws {
        folder = try WAVFolder()
        var configuration = ModelConfiguration()
        configuration.network.layers = 1
        configuration.network.hiddenSize = 4
        model = try Model(configuration, seed: 1)
    }

    private func loader(_ augmentation: AugmentationOptions = .off) -> ExampleLoader {
        ExampleLoader(model: model, augmentation: augmentation, cache: AudioCache(sampleRate: 16_000))
    }

    private func utterance(_ text: String, audio: String? = nil) throws -> Utterance {
        Utterance(id: "clip 7", audio: try audio ?? folder.writeTone(700, seconds: 1, to: "tone.wav"), text: text)
    }

    private func refusal(_ utterance: Utterance) throws -> Refusal {
        try #require(throws: Refusal.self) { try loader().load(utterance) }
    }

    @Test func anExampleHoldsTheModelsFeaturesAndLabels() throws {
        let example = try loader().load(try utterance("it's  a"))
        #expect(example.labels == (try model.alphabet.encode("it's a")))
        #expect(example.features.rows == 98 && example.features.columns == model.frontEnd.dimension)
    }

    @Test func aTextOutsideTheAlphabetIsRefusedByName() throws {
        let refusal = try refusal(try utterance("straße"))
        #expect(refusal.utterance == "clip 7")
        #expect(refusal.description.hasPrefix("clip 7: ") && refusal.reason.contains("'ß' (U+00DF)"))
    }

    /// 98 frames give 33 steps: 33 letters fit, a 34th or a repetition does not.
    @Test func aTextLongerThanItsAudioIsRefusedByName() throws {
        let letters = String(String(repeating: "abc", count: 12).prefix(34))
        #expect(try loader().load(try utterance(String(letters.dropLast()))).labels.count == 33)
        for text in [letters, String(letters.dropLast(2)) + "b"] {
            let refusal = try refusal(try utterance(text))
            #expect(refusal.utterance == "clip 7")
            #expect(refusal.reason.contains("34") && refusal.reason.contains("33"), "\(refusal)")
        }
    }

    @Test func silenceOfNoStepIsRefused() throws {
        let audio = try folder.write([0, 0, 0], to: "short.wav")
        #expect(try refusal(try utterance("", audio: audio)).utterance == "clip 7")
    }

    @Test func unreadableAudioIsRefusedByNameAndPath() throws {
        let noAudio = folder.path("text.wav")
        try Data(repeating: 65, count: 1000).write(to: URL(fileURLWithPath: noAudio))
        var samples = [Float](repeating: 0.1, count: 16_000)
        samples[12_000] = .nan
        let notANumber = try folder.write(samples, to: "nan.wav")
        for audio in [noAudio, notANumber, folder.path("gone.wav")] {
            let refusal = try refusal(try utterance("a", audio: audio))
            #expect(refusal.utterance == "clip 7")
            #expect(refusal.reason.contains(audio), "\(refusal)")
        }
    }

    @Test func theSameDrawGivesTheSameBits() throws {
        let utterance = try utterance("a")
        let first = try loader(AugmentationOptions()).load(utterance, random: SplitMix64(seed: 3))
        let again = try loader(AugmentationOptions()).load(utterance, random: SplitMix64(seed: 3))
        let other = try loader(AugmentationOptions()).load(utterance, random: SplitMix64(seed: 4))
        #expect(first.features == again.features)
        #expect(first.features != other.features)
    }

    @Test func withoutADrawNothingIsChanged() throws {
        let utterance = try utterance("a")
        let plain = try loader(.off).load(utterance).features
        #expect(try loader(AugmentationOptions()).load(utterance).features == plain)
        #expect(try loader(.off).load(utterance, random: SplitMix64(seed: 3)).features == plain)
    }

    /// A second of audio at speed s lasts 1/s seconds.
    @Test(arguments: [(0.8, 123), (1.25, 78)]) func speedChangesTheLength(speed: Double, frames: Int) throws {
        var augmentation = AugmentationOptions.off
        augmentation.speeds = [speed]
        let example = try loader(augmentation).load(try utterance("a"), random: SplitMix64(seed: 3))
        #expect(example.features.rows == frames)
    }

    @Test func aWarpChangesTheFeaturesAndNotTheLength() throws {
        var augmentation = AugmentationOptions.off
        augmentation.warp = 0.1
        let utterance = try utterance("a")
        let plain = try loader().load(utterance).features
        let warped = try (0..<20).map {
            try loader(augmentation).load(utterance, random: SplitMix64(seed: $0)).features
        }
        #expect(warped.allSatisfy { $0.rows == plain.rows })
        #expect(warped.contains { $0 != plain })
    }
}
