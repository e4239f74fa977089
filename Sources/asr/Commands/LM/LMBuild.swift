import ArgumentParser
import LanguageModel

/// `asr lm build`: a language model of texts.
struct LMBuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build a language model of sentences.",
        discussion: "Interpolated, modified Kneser-Ney smoothing (Chen and Goodman 1998).")

    @Argument(help: ArgumentHelp("Texts, one sentence a line; - is standard input.", valueName: "file"))
    var texts: [String]

    @OptionGroup var output: LMOutputOptions

    @Option(help: ArgumentHelp("The greatest length of an n-gram, 1 to 5.", valueName: "n"))
    var order = 3

    @Option(help: ArgumentHelp("Words to know at most: the most frequent ones.", valueName: "n"))
    var vocabularyLimit: Int?

    @Option(help: ArgumentHelp("Times that a word must occur to be known.", valueName: "n"))
    var minimumWordCount = 1

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Times that n-grams must occur to stay, for length 1, 2, …; 1 where not given. Saves memory on large texts.",
            valueName: "n"))
    var minimumCounts: [Int] = []

    func validate() throws {
        if !(1...5).contains(order) { throw ValidationError("--order must lie between 1 and 5.") }
        if let vocabularyLimit, vocabularyLimit < 1 { throw ValidationError("--vocabulary-limit must be 1 or more.") }
        if minimumWordCount < 1 { throw ValidationError("--minimum-word-count must be 1 or more.") }
        if minimumCounts.contains(where: { $0 < 1 }) { throw ValidationError("--minimum-counts must be 1 or more.") }
    }

    func run() throws {
        try output.keep(texts)
        var corpus = TextCorpus()
        for text in texts { try corpus.read(text) }
        let vocabulary = try corpus.vocabulary(minimumCount: minimumWordCount, limit: vocabularyLimit)
        Console.message("\(corpus.sentences) sentences, \(corpus.words) words, \(vocabulary.count) of them different")
        try output.write(
            KneserNey(order: order, minimumCounts: minimumCounts).estimate(corpus, vocabulary: vocabulary))
    }
}
