import Foundation
import Recognition
import Recurrent
import Signal
import Testing
import Training

/// Words that are tones: "a" has 500 Hz, "b" 700 Hz, and so on, each 0.2 s.
@Suite struct SplicerTests {
    private static let wordLength = 3200
    private let folder: WAVFolder
    private let cache = AudioCache(sampleRate: 16_000)

    init() throws {
        folder = try WAVFolder()
    }

    private func frequency(_ word: Character) -> Double {
        500 + 200 * Double(word.asciiValue ?? 0) - 200 * 97
    }

    private func utterance(_ text: String, loudness: Double = 0.5, speaker: String? = nil) throws -> Utterance {
        let words = text.filter { $0 != " " }
        let samples = words.flatMap { word in
            let step = 2 * Double.pi * frequency(word) / 16_000
            return (0..<Self.wordLength).map { Float(loudness * sin(step * Double($0) + 0.1)) }
        }
        var utterance = Utterance(
            id: text, audio: try folder.write(samples, to: "\(text).wav"), text: text, speaker: speaker)
        utterance.words = words.enumerated().map {
            AlignedText.Piece(text: String($1), start: 0.2 * Double($0), end: 0.2 * Double($0 + 1))
        }
        return utterance
    }

    private func splicer(_ utterances: [Utterance], share: Double = 1) -> Splicer {
        Splicer(share: share, utterances: utterances, cache: cache, sampleRate: 16_000)
    }

    /// The word that a piece sounds like, by its changes of sign.
    private func heard(_ piece: ArraySlice<Float>) -> Character? {
        let changes = zip(piece, piece.dropFirst()).count { ($0 < 0) != ($1 < 0) }
        return "abcdefgh".min { abs(0.4 * frequency($0) - Double(changes)) < abs(0.4 * frequency($1) - Double(changes)) }
    }

    @Test func theTextIsWhatIsHeard() throws {
        let clips = try ["a b c d", "e f g h", "c a"].map { try utterance($0) }
        let splicer = splicer(clips)
        var texts: Set<String> = []
        for seed: UInt64 in 1...40 {
            var random = SplitMix64(seed: seed)
            let result = try #require(try splicer.spliced(clips[0], random: &random))
            let words = result.text.filter { $0 != " " }
            #expect(result.samples.count == words.count * Self.wordLength)
            #expect(result.samples.count <= 4 * Self.wordLength)
            for (place, word) in words.enumerated() {
                let start = place * Self.wordLength
                #expect(heard(result.samples[start..<start + Self.wordLength]) == word, "\(result.text), seed \(seed)")
            }
            #expect("abcd".contains(words.first ?? " "), "it begins with words of its own")
            texts.insert(result.text)
        }
        #expect(texts.count > 20)
        #expect(texts.contains { $0.contains("e") || $0.contains("h") }, "others' words come in")
    }

    /// The loudness is that of the first run throughout.
    @Test func aSofterSpeakerIsRaised() throws {
        let clips = try [utterance("a b c d e f"), utterance("g h g h g h", loudness: 0.05)]
        let splicer = splicer(clips)
        for seed: UInt64 in 1...20 {
            var random = SplitMix64(seed: seed)
            let result = try #require(try splicer.spliced(clips[0], random: &random))
            for place in 0..<result.samples.count / Self.wordLength {
                let middle = result.samples[place * Self.wordLength + 800..<place * Self.wordLength + 2400]
                #expect(abs((middle.max() ?? 0) - 0.5) < 0.02)
            }
        }
    }

    @Test func aSpeakersOwnWordsAreTakenMoreOftenThanOthers() throws {
        let own = try [utterance("a b a b a b a b", speaker: "x"), utterance("a", speaker: "x")]
        let others = try (1...9).map { try utterance("c" + String(repeating: " d", count: $0), speaker: "\($0)") }
        let splicer = splicer(own + others)
        var counts = [0, 0]
        for seed: UInt64 in 1...300 {
            var random = SplitMix64(seed: seed)
            let text = try #require(try splicer.spliced(own[0], random: &random)).text
            counts[text.contains("c") || text.contains("d") ? 1 : 0] += 1
        }
        #expect(counts.allSatisfy { $0 > 60 }, "\(counts)")
    }

    @Test func withoutAShareOrWordTimesAClipStaysAsItIs() throws {
        let clip = try utterance("a b c")
        var plain = clip
        plain.words = nil
        var random = SplitMix64(seed: 1)
        let whole = try splicer([clip], share: 0).spliced(clip, random: &random)
        let untimed = try splicer([clip]).spliced(plain, random: &random)
        #expect(whole == nil && untimed == nil)
        var spliced = 0
        for _ in 0..<200 where try splicer([clip], share: 0.25).spliced(clip, random: &random) != nil { spliced += 1 }
        #expect((25...75).contains(spliced))
    }

    /// The labels of an example are those of the words that are in its sound.
    @Test func anExampleHasTheNewText() throws {
        var configuration = ModelConfiguration()
        configuration.network.layers = 1
        configuration.network.hiddenSize = 4
        let model = try Model(configuration, seed: 1)
        let clips = try [utterance("a b c d"), utterance("e f g h")]
        var augmentation = AugmentationOptions.off
        augmentation.spliceShare = 1
        let loader = ExampleLoader(model: model, augmentation: augmentation, utterances: clips, cache: cache)
        let plain = try loader.load(clips[0]).labels
        var texts: Set<[Int]> = []
        for seed: UInt64 in 1...20 {
            let example = try loader.load(clips[0], random: SplitMix64(seed: seed))
            let words = (example.labels.count + 1) / 2
            let silence = [Float](repeating: 0, count: words * Self.wordLength)
            #expect(example.features.rows == model.frontEnd.features(of: silence).frames)
            texts.insert(example.labels)
        }
        let expected = try model.alphabet.encode("a b c d")
        #expect(texts.count > 8 && plain == expected)
    }

    @Test(arguments: [30.0, 1e300])
    func wordsBehindTheEndAreNotTaken(end: Double) throws {
        var late = try utterance("e f")
        late.words = [
            AlignedText.Piece(text: "e", start: 20, end: 25), AlignedText.Piece(text: "f", start: 25, end: end),
        ]
        let clips = [try utterance("a b c d"), late]
        for seed: UInt64 in 1...20 {
            var random = SplitMix64(seed: seed)
            let none = try splicer(clips).spliced(late, random: &random)
            #expect(none == nil)
            let result = try #require(try splicer(clips).spliced(clips[0], random: &random))
            #expect(result.samples.count == result.text.filter { $0 != " " }.count * Self.wordLength)
            #expect(!result.text.contains { "ef".contains($0) })
        }
    }

    @Test func anotherClipThatCannotBeReadCostsNothing() throws {
        var gone = try utterance("e f")
        gone.audio += ".gone"
        let clip = try utterance("a b c d")
        for seed: UInt64 in 1...20 {
            var random = SplitMix64(seed: seed)
            let result = try #require(try splicer([clip, gone]).spliced(clip, random: &random))
            #expect(!result.text.contains { "ef".contains($0) })
            #expect(throws: AudioError.self) { try splicer([clip, gone]).spliced(gone, random: &random) }
        }
    }

    @Test func silenceMakesNoOtherWordsSilent() throws {
        let clips = [try utterance("a b c d e f", loudness: 0), try utterance("g h g h g h")]
        var softest = Float.infinity
        for seed: UInt64 in 1...40 {
            var random = SplitMix64(seed: seed)
            let result = try #require(try splicer(clips).spliced(clips[0], random: &random))
            for (place, word) in result.text.filter({ $0 != " " }).enumerated() where "gh".contains(word) {
                let middle = result.samples[place * Self.wordLength + 800..<place * Self.wordLength + 2400]
                softest = min(softest, middle.max() ?? 0)
            }
        }
        #expect((0.04...0.06).contains(softest))
    }

    @Test("Word times of another text or another clip are refused by name")
    func wordsThatAreNotTheClips() async throws {
        var model = ModelConfiguration()
        model.network.layers = 1
        model.network.hiddenSize = 4
        var configuration = TrainingConfiguration()
        configuration.model = model
        configuration.training.epochs = 1
        configuration.training.augmentation = .off
        configuration.training.augmentation.spliceShare = 1
        var (edited, milliseconds) = (try utterance("a b"), try utterance("c d"))
        edited.text = "a b c"
        milliseconds.words = milliseconds.words?.map {
            AlignedText.Piece(text: $0.text, start: 1000 * $0.start, end: 1000 * $0.end)
        }
        let trainer = Trainer(
            configuration, train: [try utterance("a b c d"), edited, milliseconds], dev: [],
            output: folder.url.appendingPathComponent("run"))
        var refusals: [String: String] = [:]
        _ = try await trainer.run { event in
            if case .refused(let refusal) = event { refusals[refusal.utterance] = refusal.reason }
        }
        #expect(refusals.count == 2)
        #expect(refusals["a b"]?.contains("its words are not its text") == true)
        #expect(refusals["c d"]?.contains("end at 400.0 s") == true)
    }

    @Test func aRunWithoutWordTimesIsRefused() throws {
        var configuration = TrainingConfiguration()
        configuration.training.augmentation.spliceShare = 0.5
        var clip = try utterance("a b")
        clip.words = nil
        let trainer = Trainer(configuration, train: [clip], dev: [], output: folder.url.appendingPathComponent("run"))
        #expect(throws: TrainingError.noWordTimes) { try trainer.check() }
    }
}
