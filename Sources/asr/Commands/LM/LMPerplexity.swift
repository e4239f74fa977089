import ArgumentParser
import Foundation
import LanguageModel

/// `asr lm perplexity`: how well a language model predicts texts.
struct LMPerplexity: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "perplexity", abstract: "Measure how well a language model predicts texts.",
        discussion: """
            For each text a line: perplexity of all words and sentences' ends, the same without unknown words, share of \
            unknown words in percent, words, sentences, path.
            """)

    @Argument(help: "The model, binary or ARPA.")
    var model: String

    @Argument(help: ArgumentHelp("Texts, one sentence a line; - is standard input.", valueName: "file"))
    var texts: [String]

    @Option(help: ArgumentHelp("A recurrent model to speak beside it.", valueName: "file"))
    var recurrent: String?

    @Option(help: ArgumentHelp("How much the recurrent model counts (0.5 if not given).", valueName: "x"))
    var share: Float?

    func validate() throws {
        if texts.isEmpty { throw ValidationError("Name a text.") }
        if let share, !(0...1).contains(share) { throw ValidationError("--share must lie between 0 and 1.") }
        if share != nil, recurrent == nil { throw ValidationError("--share is for a model named with --recurrent.") }
    }

    func run() throws {
        let model = try LanguageModel.open(model)
            .accompanied(by: recurrent.map { try RecurrentLanguageModel(contentsOf: $0) })
        print("perplexity  known  unknown %  words  sentences")
        for text in texts {
            let result = try Perplexity(of: text, by: model, share: share ?? 0.5)
            guard result.words > 0 else { throw LanguageModelError.noSentences }
            print(
                String(
                    format: "%.3f  %.3f  %.2f  %d  %d  %@", result.value, result.ofKnownWords,
                    100 * Double(result.unknown) / Double(result.words), result.words, result.sentences, text))
        }
    }
}
