import CTC
import Foundation
import LanguageModel
import Recognition
import Recurrent
import Testing

/// A recurrent language model in the search.
@Suite struct SentenceTreeTests {
    private let recurrent: RecurrentLanguageModel
    private let languageModel: LanguageModel
    private var options = LanguageModelOptions()

    init() throws {
        let list = ["cat", "cats", "mat", "on", "sat", "the"]
        var configuration = NetworkConfiguration()
        configuration.direction = .forward
        configuration.layers = 1
        configuration.inputSize = 6
        configuration.hiddenSize = 8
        let vocabulary = try Vocabulary(list)
        let words = try WordNetwork(configuration, words: vocabulary.count)
        // Scores about as low as a trained network's.
        let parameters = words.initialValues(logProbabilities: .init(repeating: -2, count: vocabulary.count), seed: 3)
        recurrent = try RecurrentLanguageModel(words, vocabulary: vocabulary, parameters: parameters.map { 1.5 * $0 })
        var corpus = TextCorpus()
        for sentence in ["the cat sat", "the cats sat on the mat", "a cat is on the mat"] { try corpus.add(sentence) }
        languageModel = LanguageModel(try KneserNey(order: 3).estimate(corpus, vocabulary: corpus.vocabulary()))
            .accompanied(by: recurrent)
        (options.weight, options.recurrentShare) = (0.7, 0.4)
    }

    private func stream(_ words: [Int]) -> WordStream {
        words.reduce(into: recurrent.start) { $0.advance(by: $1) }
    }

    @Test("It says of every beginning what the model says, also when others have been forgotten")
    func beginnings() throws {
        // Numbers come round again.
        var tree = SentenceTree(recurrent, next: SentenceTree.limit - 20)
        let first = tree.beginning(tree.beginning(0, followedBy: 3), followedBy: 4)
        #expect(tree.beginning(tree.beginning(0, followedBy: 3), followedBy: 4) == first)
        let unasked = tree.beginning(tree.beginning(first, followedBy: 6), followedBy: 7)
        let expected = stream([3, 4]).score(of: 5)
        #expect(tree.score(of: 5, after: first) == expected)
        #expect(tree.score(of: 5, after: 0) == recurrent.start.score(of: 5))

        var random = SplitMix64(seed: 1)
        var numbers: Set<Int32> = [0, first, unasked]
        var latest: (number: Int32, words: [Int]) = (0, [])
        for _ in 0..<50 {
            let word = Int.random(in: 3..<9, using: &random)
            latest = (tree.beginning(latest.number, followedBy: word), latest.words + [word])
            #expect(!numbers.contains(latest.number) || latest.number == first || latest.words.count < 4)
            numbers.insert(latest.number)
            #expect(tree.score(of: 6, after: latest.number) == stream(latest.words).score(of: 6))
            let before = tree
            tree.keep([first, unasked, latest.number])
            #expect(tree.count < 10)
            // A copy forgets nothing.
            var copy = before
            #expect(copy.count >= tree.count && copy.score(of: 5, after: first) == expected)
        }
        #expect(tree.score(of: 5, after: first) == expected)
        #expect(tree.score(of: 5, after: unasked) == stream([3, 4, 6, 7]).score(of: 5))
    }

    @Test("After as many words as it has learnt from at once it begins anew")
    func longSentences() {
        var tree = SentenceTree(recurrent)
        var number: Int32 = 0
        let words = (0..<SentenceTree.longest + 10).map { 3 + $0 * $0 % 6 }
        for word in words { number = tree.beginning(number, followedBy: word) }
        var anew = recurrent.middle
        for word in words[(SentenceTree.longest - 1)...] { anew.advance(by: word) }
        #expect(tree.score(of: 4, after: number) == anew.score(of: 4))
        #expect(tree.score(of: 4, after: number) != stream(words).score(of: 4))
    }

    @Test("A sentence weighs what the formula says", arguments: ["the cat sat", "the cats is on a mat", "a dog sat on", ""])
    func formula(text: String) throws {
        var scorer = WordScorer(languageModel, options: options, alphabet: .english)
        var state = scorer.start
        var weight = 0.0
        for label in try Alphabet.english.encode(text) {
            let (gain, next) = scorer.extend(state, by: label)
            #expect(gain <= scorer.maximumGain(of: label))
            weight += gain
            state = next
        }
        #expect(scorer.maximumEnd(state) > scorer.end(state))
        weight += scorer.end(state)

        var (history, stream, expected) = (languageModel.start, recurrent.start, 0.0)
        for word in text.split(separator: " ").map(String.init) + ["</s>"] {
            let number = word == "</s>" ? Vocabulary.end : languageModel.vocabulary[word]
            let own = word == "</s>" ? Vocabulary.end : recurrent.vocabulary[word]
            let (logProbability, next) = languageModel.score(number, after: history)
            let other = exp(Double(min(0, stream.score(of: Int(own)))))
            expected += 0.7 * (own == Vocabulary.unknown
                ? Double(logProbability) : log(0.6 * exp(Double(logProbability)) + 0.4 * other))
            // "dog": "d" is no beginning of a word, and two letters follow.
            if number == Vocabulary.unknown { expected += options.unknown + 2 * options.unknownLetter }
            history = next
            stream.advance(by: Int(own))
        }
        #expect(abs(weight - expected) < 1e-4)
    }

    @Test("Readings that differ only further back than n-grams reach have one future")
    func futures() throws {
        var scorer = WordScorer(languageModel, options: options, alphabet: .english)
        func state(_ text: String) throws -> ScorerState {
            try Alphabet.english.encode(text).reduce(scorer.start) { scorer.extend($0, by: $1).next }
        }
        let (one, other) = (try state("the cats sat on the mat on"), try state("a cat is on the mat on"))
        #expect(one != other && scorer.future(of: one) == scorer.future(of: other))
        #expect(scorer.future(of: one) != scorer.future(of: try state("the on")))
    }

    @Test("A search finds the same in pieces as in one, and every search by itself")
    func searches() throws {
        var random = SplitMix64(seed: 12)
        let (frames, labels) = (140, Alphabet.english.count)
        let logits = (0..<frames * labels).map { _ in Float.random(in: -3...3, using: &random) }
        let scores = try LogProbabilities(logits: logits, frames: frames, labels: labels)
        let scorer = WordScorer(languageModel, options: options, alphabet: .english)
        let search = PrefixBeamSearch.Options(beamWidth: 40, wordSeparator: 1, scorers: [scorer])
        let whole = PrefixBeamSearch(options: search).decode(scores)
        #expect(PrefixBeamSearch(options: search).decode(scores) == whole)
        var state = PrefixBeamSearch.State(options: search)
        for start in stride(from: 0, to: frames, by: 9) {
            state.advance(scores[frames: start..<min(frames, start + 9)])
        }
        #expect(state.hypotheses(1) == whole)
        var alone = options
        alone.recurrentShare = 0
        let without = WordScorer(languageModel.accompanied(by: nil), options: options, alphabet: .english)
        let silent = WordScorer(languageModel, options: alone, alphabet: .english)
        func best(_ scorer: WordScorer) -> [Hypothesis] {
            PrefixBeamSearch(options: .init(beamWidth: 40, wordSeparator: 1, scorers: [scorer])).decode(scores)
        }
        #expect(best(silent) == best(without) && best(silent) != whole)
    }

    @Test func aModelKeepsBoth() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = ModelTests.tinyConfiguration()
        configuration.languageModel = options
        configuration.languageModel?.recurrentFile = "words.safetensors"
        try Model(configuration, languageModel: languageModel).save(to: folder)
        let model = try Model(folder: folder)
        #expect(model.configuration.languageModel == configuration.languageModel)
        #expect(model.languageModel?.companion?.model.parameters == recurrent.parameters)
        // Without the recurrent one no file of it is named.
        let alone = try Model(configuration, languageModel: languageModel.accompanied(by: nil))
        #expect(alone.configuration.languageModel?.recurrentFile == nil)
        // A missing file is named.
        try FileManager.default.removeItem(at: folder.appendingPathComponent("words.safetensors"))
        #expect(throws: LanguageModelError.self) { try Model(folder: folder) }
        for name in ["../words", "lm.bin", "model.safetensors", ""] {
            let json = Data(#"{"recurrent_file": "\#(name)"}"#.utf8)
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(LanguageModelOptions.self, from: json) }
        }
    }
}
