import LanguageModel
import Testing

@Suite struct UnigramMaximaTests {
    @Test("The greatest of any words that stand together")
    func greatest() throws {
        var corpus = TextCorpus()
        for sentence in ["the cat sat", "the cats sat on the mat", "a cat is on the mat", "it's a mat"] {
            try corpus.add(sentence)
        }
        let model = LanguageModel(try KneserNey(order: 2).estimate(corpus, vocabulary: corpus.vocabulary()))
        let maxima = model.maxima
        let words = model.vocabulary.anyWord.words
        let values = (0..<UInt32(model.vocabulary.count)).map {
            model.score($0, after: WordHistory()).logProbability
        }
        for low in words {
            for high in low + 1...words.upperBound {
                #expect(maxima.greatest(of: low..<high) == values[Int(low)..<Int(high)].max())
            }
        }
        let all = values[Int(words.lowerBound)...]
        #expect(maxima.range.lowerBound == all.min() && maxima.range.upperBound == all.max())
    }
}
