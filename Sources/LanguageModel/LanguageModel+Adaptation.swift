extension LanguageModel {
    /// The model interpolated with an n-gram model of sentences, of its own order: words and turns of phrase of a
    /// domain become likely, and the rest stays known.
    ///
    /// - Parameter share: how much the sentences' model weighs, above 0 and below 1.
    /// - Throws: ``LanguageModelError`` where the sentences cannot be counted, or there are none.
    public func adapted(to sentences: [String], share: Double) throws(LanguageModelError) -> LanguageModel {
        var corpus = TextCorpus()
        for sentence in sentences { try corpus.add(sentence) }
        let vocabulary = try corpus.vocabulary()
        let domain = try KneserNey(order: order).estimate(corpus, vocabulary: vocabulary)
        return LanguageModel(try .mixed([unpacked(), domain], weights: [1 - share, share])).accompanied(by: companion?.model)
    }
}
