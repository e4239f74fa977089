import ArgumentParser
import LanguageModel

/// `asr lm convert`: another form, or a smaller model.
struct LMConvert: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Turn ARPA into our binary form and back, or prune a model.")

    @Argument(help: "The model, binary or ARPA, gzipped or not.")
    var model: String

    @OptionGroup var output: LMOutputOptions

    func run() throws {
        try output.keep([model])
        try output.write(NGramTable(contentsOf: model))
    }
}
