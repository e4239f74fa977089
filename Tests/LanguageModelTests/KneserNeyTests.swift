import Foundation
import LanguageModel
import Testing

/// The estimates against those of a program written from the paper.
@Suite struct KneserNeyTests {
    private let reference: Reference
    private let scratch: Scratch

    init() throws {
        reference = try Reference.load()
        scratch = try Scratch()
    }

    @Test("Every probability and weight is Chen and Goodman's", arguments: [1, 2, 3, 4])
    func probabilities(order: Int) throws {
        let path = scratch.path("model.arpa")
        try reference.table(order: order).writeARPA(to: path)
        let entries = try arpaEntries(path)
        let expected = try #require(reference.models["\(order)"])
        #expect(Set(entries.keys) == Set(expected.probabilities.keys).union(["<s>"]))
        for (nGram, value) in expected.probabilities {
            let found = try #require(entries[nGram]).logarithm * log(10)
            #expect(abs(found - value) < 2e-6, "\(nGram)")
        }
        for (history, value) in expected.weights {
            #expect(abs((try #require(entries[history]).weight ?? 0) * log(10) - value) < 2e-6, "\(history)")
        }
    }

    @Test("After every history the probabilities add up to 1", arguments: [1, 2, 3, 4, 5])
    func masses(order: Int) throws {
        for minimumCounts in [[], [1, 2, 2, 3], [3, 1, 4, 1, 2]] {
            let model = LanguageModel(try reference.table(order: order, minimumCounts: minimumCounts))
            for sentence in reference.other {
                #expect(abs(model.mass(after: sentence.split(separator: " ").map(String.init)) - 1) < 1e-3)
            }
        }
    }

    @Test func minimumCountsLeaveOutWhatIsRare() throws {
        let all = try reference.table(order: 3).counts
        let frequent = try reference.table(order: 3, minimumCounts: [1, 2, 2]).counts
        #expect(frequent[0] == all[0] && frequent[1] < all[1] && frequent[2] < all[2] / 2)
        // Nothing that occurs thrice has gone: its words are predicted as well as before.
        var occurrences: [String: Int] = [:]
        for sentence in reference.sentences {
            let words = ["<s>"] + sentence.split(separator: " ").map(String.init) + ["</s>"]
            for index in words.indices.dropFirst(2) {
                occurrences[words[index - 2...index].joined(separator: " "), default: 0] += 1
            }
        }
        let path = scratch.path("model.arpa")
        try reference.table(order: 3, minimumCounts: [1, 2, 2]).writeARPA(to: path)
        let kept = Set(try arpaEntries(path).keys)
        for (nGram, count) in occurrences { #expect(kept.contains(nGram) == (count >= 2), "\(nGram)") }
    }

    @Test func aVocabularyHoldsTheMostFrequentWords() throws {
        var corpus = TextCorpus()
        for sentence in ["c a b a", "a b c d", "b a"] { try corpus.add(sentence) }
        #expect(try corpus.vocabulary() == Vocabulary(["a", "b", "c", "d"]))
        #expect(try corpus.vocabulary(minimumCount: 2) == Vocabulary(["a", "b", "c"]))
        #expect(try corpus.vocabulary(limit: 2) == Vocabulary(["b", "a"]))
        #expect(corpus.sentences == 3 && corpus.words == 10)
        // Words outside it are learnt as the unknown one.
        let model = LanguageModel(try KneserNey(order: 2).estimate(corpus, vocabulary: corpus.vocabulary(limit: 2)))
        let unknown = model.score(Vocabulary.unknown, after: model.start).logProbability
        #expect(unknown > log(0.1))
    }

    @Test func textsAreReadInEveryForm() throws {
        let plain = try scratch.write("one two\n\n  three\tfour \r\nfive", to: "plain.txt")
        for (name, command) in [("plain.txt.gz", "gzip"), ("plain.txt.xz", "xz")] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [command, "-k", plain]
            try process.run()
            process.waitUntilExit()
            for path in [plain, scratch.path(name)] {
                var corpus = TextCorpus()
                try corpus.read(path, repeats: 2)
                #expect(corpus.sentences == 6 && corpus.words == 10, "\(path)")
                #expect(try corpus.vocabulary() == Vocabulary(["one", "two", "three", "four", "five"]))
            }
        }
    }

    @Test func badTextsAreNamed() throws {
        var corpus = TextCorpus()
        #expect(throws: LanguageModelError.noSentences) {
            try KneserNey().estimate(TextCorpus(), vocabulary: Vocabulary([]))
        }
        let reserved = try scratch.write("fine\n<s> not fine\n", to: "reserved.txt")
        let latin = scratch.path("latin.txt")
        try Data([0x61, 0x0A, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: latin))
        let torn = try scratch.write("a", to: "torn.txt.xz")
        for (path, part) in [
            (reserved, "line 2: the word <s>"), (latin, "line 2: it is not UTF-8"), (torn, "xz"),
            (scratch.path("absent.txt"), "No such file"),
        ] {
            let error = #expect(throws: LanguageModelError.self) { try corpus.read(path) }
            let text = "\(try #require(error))"
            #expect(text.contains(path) && text.contains(part), "\(text)")
        }
    }
}
