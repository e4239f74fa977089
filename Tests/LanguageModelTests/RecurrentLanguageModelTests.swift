import Foundation
import LanguageModel
import Recurrent
import Testing

@Suite struct RecurrentLanguageModelTests {
    private let model: RecurrentLanguageModel
    private let vocabulary: Vocabulary

    init() throws {
        vocabulary = try Vocabulary(["cat", "mat", "sat", "the", "über"])
        var configuration = NetworkConfiguration()
        configuration.direction = .forward
        configuration.layers = 1
        configuration.inputSize = 8
        configuration.hiddenSize = 8
        let words = try WordNetwork(configuration, words: vocabulary.count)
        model = try RecurrentLanguageModel(
            words, vocabulary: vocabulary, parameters: words.layout.initialValues(seed: 1))
    }

    private func file(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func scores(_ model: RecurrentLanguageModel) -> [Float] {
        var stream = model.start
        return ["the", "cat", "über"].map { text in
            let word = Int(model.vocabulary[text])
            defer { stream.advance(by: word) }
            return stream.score(of: word)
        }
    }

    @Test func aFileIsTheModel() throws {
        try file { path in
            try model.write(to: path)
            let read = try RecurrentLanguageModel(contentsOf: path)
            #expect(read.vocabulary == vocabulary)
            #expect(scores(read) == scores(model) && Set(scores(read)).count == 3)
            #expect(read.parameters == model.parameters)
        }
    }

    @Test func anotherFileIsRefused() throws {
        try file { path in
            #expect(throws: LanguageModelError.self) { try RecurrentLanguageModel(contentsOf: path) }
            try model.write(to: path)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for length in [0, 7, 40, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: URL(fileURLWithPath: path))
                #expect(throws: (any Error).self) { try RecurrentLanguageModel(contentsOf: path) }
            }
            /// What is said of a file with one text in the place of another as long.
            func complaint(_ text: String, _ other: String) throws -> String {
                var data = whole
                data.replaceSubrange(try #require(data.range(of: Data(text.utf8))), with: Data(other.utf8))
                try #require(data.count == whole.count)
                try data.write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: (any Error).self) { try RecurrentLanguageModel(contentsOf: path) }
                return error.map { "\($0)" } ?? ""
            }
            #expect(try complaint(#"cat\nmat"#, #"ca\nd\ne"#).contains("of shape [8, 8]"))
            #expect(try complaint(#"cat\nmat"#, #"mat\ncat"#).contains("not sorted"))
            #expect(try complaint(#"hidden_size\":8"#, #"hidden_size\":0"#).contains("no such network"))
            #expect(try complaint(#"hidden_size\":8"#, #"hidden_size\":9"#).contains("of shape"))
            #expect(try complaint(#"\"forward\""#, #"\"forwadr\""#).contains("no such network"))
            #expect(try complaint("asr_recurrent", "asr_recurrant").contains("does not say"))
        }
    }

    @Test("Beside an n-gram model it counts by its share, where it knows the word")
    func companion() throws {
        var corpus = TextCorpus()
        for sentence in ["the cat sat", "a cat sat on the mat", "zebra"] { try corpus.add(sentence) }
        let alone = LanguageModel(try KneserNey(order: 2).estimate(corpus, vocabulary: corpus.vocabulary()))
        let both = alone.accompanied(by: model)
        let companion = try #require(both.companion)
        for text in ["the", "cat", "sat", "mat"] {
            #expect(companion.number(of: alone.vocabulary[text]) == Int(vocabulary[text]))
        }
        for text in ["a", "on", "zebra", "nowhere"] {
            #expect(companion.number(of: alone.vocabulary[text]) == nil)
            #expect(companion.history(of: alone.vocabulary[text]) == Int(Vocabulary.unknown))
        }
        #expect(companion.number(of: Vocabulary.end) == Int(Vocabulary.end))
        let mixed = LanguageModel.Companion.mixed(log(0.2), log(0.4), share: 0.25)
        #expect(abs(exp(mixed) - 0.25) < 1e-6)
        #expect(LanguageModel.Companion.mixed(-1, 3, share: 1) == 0)

        try file { path in
            try Data("the cat sat\na zebra\n".utf8).write(to: URL(fileURLWithPath: path))
            let before = try Perplexity(of: path, by: alone)
            #expect(try Perplexity(of: path, by: both) == before)
            let after = try Perplexity(of: path, by: both, share: 0.25)
            var expected = 0.0
            for sentence in [["the", "cat", "sat", "</s>"], ["a", "zebra", "</s>"]] {
                var (history, stream) = (alone.start, model.start)
                for text in sentence {
                    let word = text == "</s>" ? Vocabulary.end : alone.vocabulary[text]
                    let own = text == "</s>" ? Vocabulary.end : vocabulary[text]
                    let (logProbability, next) = alone.score(word, after: history)
                    let other = exp(Double(min(0, stream.score(of: Int(own)))))
                    expected += own == Vocabulary.unknown
                        ? Double(logProbability) : log(0.75 * exp(Double(logProbability)) + 0.25 * other)
                    history = next
                    stream.advance(by: Int(own))
                }
            }
            #expect(abs(after.logProbability - expected) < 1e-4)
        }
        // Words that are learnt later stand in other places.
        let adapted = try both.adapted(to: ["an aardvark sat"], share: 0.5)
        let moved = try #require(adapted.companion)
        #expect(adapted.vocabulary["sat"] != both.vocabulary["sat"])
        #expect(moved.number(of: adapted.vocabulary["sat"]) == Int(vocabulary["sat"]))
    }
}
