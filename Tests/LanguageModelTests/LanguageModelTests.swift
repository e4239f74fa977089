import Foundation
import LanguageModel
import Testing

/// Files, scores and damage.
@Suite struct LanguageModelTests {
    private let reference: Reference
    private let scratch: Scratch

    init() throws {
        reference = try Reference.load()
        scratch = try Scratch()
    }

    @Test func scoresAreKenLMs() throws {
        let model = try LanguageModel.open(Reference.url("reference.arpa.gz").path)
        #expect(model.order == 3)
        for (sentence, expected) in zip(reference.other, reference.kenlm) {
            // A 16-bit logarithm is off by some 10⁻⁴ at most; a sentence has several.
            #expect(abs(model.score(sentence) - expected) < 1e-3, "\(sentence)")
        }
        let path = try scratch.write(reference.other.joined(separator: "\n"), to: "other.txt")
        let result = try Perplexity(of: path, by: model)
        #expect(abs(result.value / reference.perplexity - 1) < 1e-4)
        #expect(result.sentences == reference.other.count && result.unknown == 3)
        #expect(result.ofKnownWords < result.value)
    }

    @Test func aModelIsTheSameFromEveryFile() throws {
        let table = try reference.table(order: 4)
        let model = LanguageModel(table)
        try model.write(to: scratch.path("model.bin"))
        try table.writeARPA(to: scratch.path("model.arpa"))
        try table.writeARPA(to: scratch.path("model.arpa.gz"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("model.arpa.gz"))).starts(with: [0x1F, 0x8B]))
        try NGramTable(contentsOf: scratch.path("model.bin")).writeARPA(to: scratch.path("again.arpa"))
        for name in ["model.bin", "model.arpa", "model.arpa.gz", "again.arpa"] {
            let opened = try LanguageModel.open(scratch.path(name))
            #expect(opened.vocabulary == model.vocabulary && opened.counts == model.counts, "\(name)")
            for sentence in reference.other + reference.sentences.prefix(50) {
                #expect(abs(opened.score(sentence) - model.score(sentence)) < 2e-3, "\(name): \(sentence)")
            }
        }
        let size = try FileManager.default.attributesOfItem(atPath: scratch.path("model.bin"))[.size] as? Int
        #expect(size == model.size)
    }

    @Test func aDamagedFileIsRefused() throws {
        let path = scratch.path("model.bin")
        try LanguageModel(reference.table(order: 3)).write(to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        func expectRefusal(_ data: Data, _ what: String) throws {
            try data.write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: LanguageModelError.self, "\(what)") { try LanguageModel(contentsOf: path) }
            #expect("\(try #require(error))".contains(path))
        }
        for offset in Array(0..<160) + stride(from: 160, to: whole.count, by: 211) {
            // Four bytes behind the counts mean nothing, but the checksum covers them.
            var damaged = whole
            damaged[offset] ^= 0x10
            try expectRefusal(damaged, "byte \(offset)")
        }
        for count in [0, 1, 7, 8, 100, 136, whole.count / 2, whole.count - 1] {
            try expectRefusal(whole.prefix(count), "\(count) bytes")
        }
        try expectRefusal(whole + [0], "a byte more")
        #expect(throws: LanguageModelError.self) { try LanguageModel(contentsOf: scratch.path("absent")) }
        #expect(throws: LanguageModelError.self) { try LanguageModel(contentsOf: scratch.url.path) }
    }

    @Test(
        "What is wrong with an ARPA file is said with its line",
        arguments: [
            ("ngram 2=1", "ngram 3=1", 3, "expected 'ngram 2=COUNT'"),
            ("-1\ta\t-0.5", "x\ta\t-0.5", 8, "'x' is no number"),
            ("-1\ta\t-0.5", "0.5\ta\t-0.5", 8, "no logarithm"),
            ("-1\ta\t-0.5\n", "", 10, "4 1-grams are announced, 3 are there"),
            ("-1\ta b", "-1\ta c", 12, "'c' is not among"),
            ("-1\ta b", "-1\ta", 12, "expected a logarithm, 2 words"),
            ("\\2-grams:", "\\3-grams:", 11, "unexpected heading"),
            ("\\end\\\n", "", 13, "may be truncated"),
            ("-1\tb\n", "-1\ta\n", 9, "before"),
        ])
    func badARPA(part: String, replacement: String, line: Int, reason: String) throws {
        let good =
            "\\data\\\nngram 1=4\nngram 2=1\n\n\\1-grams:\n-1\t<s>\n-1\t</s>\n-1\ta\t-0.5\n-1\tb\n\n\\2-grams:\n-1\ta b\n\n\\end\\\n"
        #expect(try NGramTable(arpa: scratch.write(good, to: "good.arpa")).counts == [5, 1])
        let path = try scratch.write(good.replacingOccurrences(of: part, with: replacement), to: "bad.arpa")
        let error = #expect(throws: LanguageModelError.self) { try NGramTable(arpa: path) }
        let text = "\(try #require(error))"
        #expect(text.contains("\(path) is not a valid ARPA file: line \(line): "), "\(text)")
        #expect(text.contains(reason), "\(text)")
    }
}
