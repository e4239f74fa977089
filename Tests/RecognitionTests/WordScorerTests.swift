import CTC
import Foundation
import LanguageModel
import Recognition
import Recurrent
import Testing

/// A language model in the search: what words weigh, and that streams and files stay the same.
@Suite struct WordScorerTests {
    private let languageModel: LanguageModel
    private var options = LanguageModelOptions()

    init() throws {
        var corpus = TextCorpus()
        for sentence in ["the cat sat", "the cats sat on the mat", "a cat is on the mat", "it's a mat", "a mat sat"] {
            try corpus.add(sentence)
        }
        languageModel = LanguageModel(try KneserNey(order: 3).estimate(corpus, vocabulary: corpus.vocabulary()))
        (options.weight, options.wordBonus, options.unknown, options.unknownLetter) = (0.7, 1.3, -4, -0.5)
    }

    private func gain(_ original: WordScorer, _ labels: [Int], hasEnded: Bool = true) -> Double {
        var scorer = original
        var state = scorer.start
        let sum = labels.reduce(0.0) { sum, label in
            let (weight, next) = scorer.extend(state, by: label)
            state = next
            return sum + weight
        }
        return hasEnded ? sum + scorer.end(state) : sum
    }

    /// How many letters of a word lie behind the first that no word of the list has there.
    private func strangeLetters(_ word: String) -> Int {
        let words = ["the", "cat", "cats", "sat", "on", "mat", "a", "is", "it's"]
        let known = (0...word.count).last { length in words.contains { $0.hasPrefix(word.prefix(length)) } } ?? 0
        return max(0, word.count - known - 1)
    }

    /// The formula, word by word.
    private func expected(_ words: [String], hasEnded: Bool = true) -> Double {
        var history = languageModel.start
        var sum = 0.0
        for text in words {
            let word = languageModel.vocabulary[text]
            let (logProbability, next) = languageModel.score(word, after: history)
            sum += 0.7 * Double(logProbability) + 1.3
            if word == Vocabulary.unknown { sum += -4 - 0.5 * Double(strangeLetters(text)) }
            history = next
        }
        return hasEnded ? sum + 0.7 * Double(languageModel.score(Vocabulary.end, after: history).logProbability) : sum
    }

    @Test(arguments: [
        "", "the", "the cat sat on the mat", "a", "cat", "cats and catsx mats", "xyz the it's it", "c ca cat cats", "m", "catsxy xx",
    ])
    func wordsWeighWhatTheFormulaSays(text: String) throws {
        let scorer = WordScorer(languageModel, options: options, alphabet: .english)
        let words = text.split(separator: " ").map(String.init)
        let labels = try Alphabet.english.encode(text)
        #expect(abs(gain(scorer, labels) - expected(words)) < 1e-5)
        // Further spaces, which a network may give, are no words.
        let space = try #require(Alphabet.english.wordSeparator)
        let spaced = [space] + labels.flatMap { $0 == space ? [space, space] : [$0] } + [space]
        #expect(abs(gain(scorer, spaced) - expected(words)) < 1e-5)
    }

    @Test func labelsOfSeveralCharactersSpellTheSame() throws {
        let pieces = try Alphabet(labels: ["<blank>", " ", " the", " ca", "t", "s", " sat", "cat", "the"])
        let scorer = WordScorer(languageModel, options: options, alphabet: pieces)
        // the| ca|t|s| sat
        #expect(abs(gain(scorer, [8, 3, 4, 5, 6]) - expected(["the", "cats", "sat"])) < 1e-5)
        #expect(abs(gain(scorer, [2, 1, 7]) - expected(["the", "cat"])) < 1e-5)
    }

    @Test("A word under way weighs as the most probable that begins so; one that is in no list pays at once")
    func lookAhead() throws {
        let scorer = WordScorer(languageModel, options: options, alphabet: .english)
        let before = gain(scorer, try Alphabet.english.encode("the ca"), hasEnded: false)
        let alone = ["cat", "cats"].map {
            languageModel.score(languageModel.vocabulary[$0], after: WordHistory()).logProbability
        }
        let best = try #require(alone.max())
        #expect(abs(before - expected(["the"], hasEnded: false) - (0.7 * Double(best) + 1.3)) < 1e-4)
        let after = gain(scorer, try Alphabet.english.encode("the cax"), hasEnded: false)
        #expect(abs(after - expected(["the", "cax"], hasEnded: false)) < 1e-5)
    }

    @Test("No label gains more than announced", arguments: [-4, 0, 6.0])
    func maximumGain(unknown: Double) throws {
        var options = options
        (options.unknown, options.unknownLetter) = (unknown, unknown / 8)
        options.wordBonus = 1 - unknown / 4
        let pieces = try Alphabet(labels: ["<blank>", " ", "a", "t", "s", "c", "h", "e", "x", " the", "cat", "t s"])
        var scorer = WordScorer(languageModel, options: options, alphabet: pieces)
        var generator = SplitMix64(seed: 3)
        for _ in 0..<300 {
            var state = scorer.start
            for _ in 0..<30 {
                let label = Int.random(in: 1..<pieces.count, using: &generator)
                let (weight, next) = scorer.extend(state, by: label)
                #expect(weight <= scorer.maximumGain(of: label))
                state = next
            }
        }
    }

    @Test func itFindsWordsInBlurredLetters() throws {
        let alphabet = Alphabet.english
        // "the kat sad", a little more probable than "the cat sat".
        var rows: [[Float]] = []
        for (heard, meant) in zip("the kat sad", "the cat sat") {
            var row = [Float](repeating: -8, count: alphabet.count)
            row[try alphabet.encode(heard == " " ? "a a" : String(heard))[heard == " " ? 1 : 0]] = 2
            if meant != heard { row[try alphabet.encode(String(meant))[0]] = 1.5 }
            var blank = [Float](repeating: -8, count: alphabet.count)
            blank[0] = 2
            rows += [row, blank]
        }
        let scores = try LogProbabilities(logits: rows.flatMap(\.self), frames: rows.count, labels: alphabet.count)
        let scorer = WordScorer(languageModel, options: options, alphabet: alphabet)
        #expect(alphabet.decode(PrefixBeamSearch().decode(scores)[0].labels) == "the kat sad")
        let search = PrefixBeamSearch(options: .init(scorers: [scorer]))
        #expect(alphabet.decode(search.decode(scores)[0].labels) == "the cat sat")
    }

    @Test func aModelKeepsItsLanguageModel() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = ModelTests.tinyConfiguration()
        configuration.languageModel = options
        try Model(configuration, languageModel: languageModel).save(to: folder)
        let model = try Model(folder: folder)
        #expect(model.configuration.languageModel == options)
        let loaded = try #require(model.languageModel)
        #expect(loaded.counts == languageModel.counts && loaded.vocabulary == languageModel.vocabulary)
        guard case .beam(let search) = model.decoding() else { throw CocoaError(.featureUnsupported) }
        #expect(search.scorers.count == 1)

        // One without says so, and one whose file is missing or damaged is refused.
        #expect(try Model(configuration).configuration.languageModel == nil)
        let file = folder.appendingPathComponent(options.file)
        try Data("nothing".utf8).write(to: file)
        #expect(throws: LanguageModelError.self) { try Model(folder: folder) }
        try FileManager.default.removeItem(at: file)
        #expect(throws: LanguageModelError.self) { try Model(folder: folder) }
    }

    @Test(arguments: [1, 777, 16_000])
    func streamsAndFilesAgree(block: Int) throws {
        var configuration = ModelTests.tinyConfiguration()
        configuration.network.hiddenSize = 16
        configuration.frontEnd.normalization = .sliding(.init())
        configuration.languageModel = options
        var model = try Model(configuration, languageModel: languageModel, seed: 1)
        for index in model.parameters.indices { model.parameters[index] *= 3 }
        let seconds = block == 1 ? 2 : 10
        let samples = (0..<seconds * 16_000).map { index -> Float in
            let time = Double(index) / 16_000
            let tone: Double = sin(2 * .pi * (300 + 900 * abs(sin(1.3 * time))) * time)
            return Float(0.3 * tone * abs(sin(2.1 * time))) + Float.random(in: -0.1...0.1)
        }
        let hot = try HotWords([.init("tea", boost: 5), .init("the ear", boost: 9)], alphabet: model.alphabet)
        let decoding = model.decoding(.init(beamWidth: 8, nbest: 2, scorers: [hot]))
        let whole = try Recognizer(model, decoding: decoding).transcribe(samples: samples)
        #expect(!whole.text.isEmpty)
        let plain = try Recognizer(model, decoding: .beam(.init(beamWidth: 8))).transcribe(samples: samples)
        #expect(whole.text != plain.text)

        var options = StreamingRecognizer.Options()
        options.decoding = decoding
        options.endpoints = nil
        options.partials = block > 1
        options.window = StreamWindow(chunk: 0.3, lookahead: .infinity)
        var recognizer = StreamingRecognizer(model, options: options)
        var events: [StreamingRecognizer.Event] = []
        for start in stride(from: 0, to: samples.count, by: block) {
            events += try recognizer.append(Array(samples[start..<min(start + block, samples.count)]))
        }
        events += try recognizer.finish()
        guard case .final(let readings)? = events.last else { throw CocoaError(.featureUnsupported) }
        #expect(readings[0] == whole && readings.count == 2)
    }
}
