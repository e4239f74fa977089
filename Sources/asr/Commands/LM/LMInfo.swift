import ArgumentParser
import Foundation
import LanguageModel

/// `asr lm info`: what a language model is.
struct LMInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Show what a language model is made of.")

    @Argument(help: "The model, binary or ARPA.")
    var model: String

    func run() throws {
        let model = try LanguageModel.open(model)
        print("order     \(model.order)")
        print("words     \(model.vocabulary.count)")
        print("n-grams   \(model.counts.map(String.init).joined(separator: ", "))")
        print(String(format: "binary    %.1f MB", Double(model.size) / 1e6))
    }
}
