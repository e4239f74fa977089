import Foundation
import LanguageModel
import Testing

@Suite struct MixingTests {
    private let reference: Reference
    private let scratch: Scratch
    private let tables: [NGramTable]

    init() throws {
        reference = try Reference.load()
        scratch = try Scratch()
        tables = try [(reference.sentences, 3), (reference.other + ["something else", "ba something"], 2)].map {
            sentences, order in
            var corpus = TextCorpus()
            for sentence in sentences { try corpus.add(sentence) }
            return try KneserNey(order: order).estimate(corpus, vocabulary: corpus.vocabulary())
        }
    }

    @Test func probabilitiesAreWeightedMeans() throws {
        let mixed = LanguageModel(try NGramTable.mixed(tables, weights: [0.3, 0.7]))
        let models = tables.map { LanguageModel($0) }
        // Every n-gram of one of the models stands in the mixture with the mean of both.
        for sentence in reference.sentences.prefix(100) + ["something else"] {
            var histories = models.map(\.start)
            var history = mixed.start
            for (index, word) in sentence.split(separator: " ").map(String.init).enumerated() {
                let mean = zip(zip(models, histories), [0.3, 0.7]).reduce(0.0) { sum, part in
                    let ((model, history), weight) = part
                    let number = model.vocabulary[word]
                    guard number != Vocabulary.unknown else { return sum }
                    return sum + weight * exp(Double(model.score(number, after: history).logProbability))
                }
                let (found, next) = mixed.score(mixed.vocabulary[word], after: history)
                if index > 1 || sentence.hasPrefix("something") {
                    #expect(abs(Double(found) - log(mean)) < 5e-4, "\(sentence): \(word)")
                }
                history = next
                for model in models.indices {
                    histories[model] = models[model].score(models[model].vocabulary[word], after: histories[model]).next
                }
            }
            #expect(abs(mixed.mass(after: sentence.split(separator: " ").map(String.init)) - 1) < 1e-3)
        }
    }

    /// Texts are read composed; models from elsewhere may hold a word in both forms, which are two words then.
    @Test func composedAndDecomposedWords() throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        let words = try Vocabulary([composed, decomposed])
        #expect(words.count == Vocabulary.specials.count + 2)
        let arpa = """
            \\data\\
            ngram 1=4
            ngram 2=1

            \\1-grams:
            -1\t<unk>
            -99\t<s>
            -0.5\t</s>
            -0.5\t\(decomposed)\t-0.1

            \\2-grams:
            -0.2\t\(decomposed) </s>

            \\end\\

            """
        let read = try NGramTable(arpa: scratch.write(arpa, to: "decomposed.arpa"))
        var corpus = TextCorpus()
        try corpus.add("\(decomposed) \(composed)")
        let learnt = try KneserNey(order: 2).estimate(corpus, vocabulary: corpus.vocabulary())
        for table in [read, learnt, try NGramTable.mixed([read, learnt], weights: [0.5, 0.5])] {
            #expect(table.vocabulary.count == Vocabulary.specials.count + 1 && table.order == 2)
            #expect(table.vocabulary[composed] != Vocabulary.unknown)
        }
    }

    @Test func weightsAreThoseThatPredictBest() throws {
        var heldOut = TextCorpus()
        let sentences = reference.sentences.prefix(60) + reference.other.prefix(20) + ["something else"]
        for sentence in sentences { try heldOut.add(sentence) }
        let weights = try NGramTable.weights(of: tables, heldOut: heldOut)
        #expect(abs(weights.reduce(0, +) - 1) < 1e-9 && weights.allSatisfy { $0 > 0.01 })
        let path = try scratch.write(sentences.joined(separator: "\n"), to: "held-out.txt")
        func perplexity(_ first: Double) throws -> Double {
            try Perplexity(
                of: path, by: LanguageModel(NGramTable.mixed(tables, weights: [first, 1 - first]))
            ).value
        }
        let best = try perplexity(weights[0])
        for step in [-0.1, -0.05, 0.05, 0.1] where (0.01...0.99).contains(weights[0] + step) {
            #expect(try perplexity(weights[0] + step) > best)
        }
    }
}
