import Foundation
import LanguageModel
import Testing

@Suite struct PruningTests {
    private let reference: Reference
    private let scratch: Scratch

    init() throws {
        reference = try Reference.load()
        scratch = try Scratch()
    }

    @Test("What stays is what costs more than the threshold by Stolcke's sums over all words")
    func survivors() throws {
        let table = try NGramTable(arpa: Reference.url("reference.arpa.gz").path)
        let path = scratch.path("pruned.arpa")
        for threshold in [1e-5, 1e-4, 5e-4] {
            try table.pruned(threshold: threshold).writeARPA(to: path)
            let kept = Set(try arpaEntries(path).keys.filter { $0.contains(" ") })
            #expect(kept.count > 10 && kept.count < reference.costs.count)
            for (nGram, cost) in reference.costs where abs(cost / threshold - 1) > 0.01 {
                #expect(kept.contains(nGram) == (cost > threshold), "\(nGram): \(cost) at \(threshold)")
            }
        }
    }

    @Test func aPrunedModelIsAModel() throws {
        let table = try reference.table(order: 4)
        let whole = LanguageModel(table)
        var last = 0.0
        for bytes in [whole.size, whole.size / 2, whole.size / 4, whole.size / 8] {
            let model = LanguageModel(try table.pruned(maximumBytes: bytes))
            #expect(model.size <= bytes && model.size > bytes - max(200, bytes / 10))
            for sentence in reference.other {
                #expect(abs(model.mass(after: sentence.split(separator: " ").map(String.init)) - 1) < 1e-3)
            }
            let text = try scratch.write(reference.sentences.joined(separator: "\n"), to: "text.txt")
            let perplexity = try Perplexity(of: text, by: model).value
            #expect(perplexity > last)
            last = perplexity
        }
        // Single words are not left out.
        let words = LanguageModel(table.pruned(threshold: 1e9))
        #expect(words.order == 1)
        let error = #expect(throws: LanguageModelError.self) { try table.pruned(maximumBytes: words.size - 1) }
        #expect(error?.description.contains("single words") == true)
    }
}
