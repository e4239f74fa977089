import ArgumentParser
import Foundation
import LanguageModel

/// `asr lm info`: what a language model is.
struct LMInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Show what a language model is made of.")

    @Argument(help: "The model: n-grams, binary or ARPA, or a recurrent one.")
    var model: String

    func run() throws {
        if RecurrentLanguageModel.isOne(model) {
            let model = try RecurrentLanguageModel(contentsOf: model)
            let network = model.words.network.configuration
            print("recurrent \(network.layers) × \(network.hiddenSize) \(network.cell.rawValue)")
            print("words     \(model.vocabulary.count), of \(model.words.size) floats each")
            print(String(format: "binary    %.1f MB", Double(model.size) / 1e6))
            return
        }
        let model = try LanguageModel.open(model)
        print("order     \(model.order)")
        print("words     \(model.vocabulary.count)")
        print("n-grams   \(model.counts.map(String.init).joined(separator: ", "))")
        print(String(format: "binary    %.1f MB", Double(model.size) / 1e6))
    }
}
