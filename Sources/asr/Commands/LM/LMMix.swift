import ArgumentParser
import Foundation
import LanguageModel

/// `asr lm mix`: one language model of several.
struct LMMix: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mix", abstract: "Interpolate language models by a text that neither has seen.",
        discussion: """
            The mixture gives every word the weighted mean of the models' probabilities; the weights are those that \
            predict the held-out text best, found by expectation maximisation.
            """)

    @Argument(help: ArgumentHelp("The models, binary or ARPA.", valueName: "model"))
    var models: [String]

    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Texts to find the weights by.", valueName: "file"))
    var heldOut: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The weights themselves, instead of --held-out.", valueName: "x"))
    var weights: [Double] = []

    @OptionGroup var output: LMOutputOptions

    func validate() throws {
        if models.count < 2 { throw ValidationError("Name two models or more.") }
        if heldOut.isEmpty == weights.isEmpty { throw ValidationError("Give --held-out or --weights.") }
        if !weights.isEmpty {
            guard weights.count == models.count, weights.allSatisfy({ $0 > 0 }), abs(weights.reduce(0, +) - 1) < 1e-6
            else { throw ValidationError("--weights must be one a model, above 0, together 1.") }
        }
    }

    func run() throws {
        try output.keep(models + heldOut)
        let tables = try models.map { try NGramTable(contentsOf: $0) }
        var weights = weights
        if weights.isEmpty {
            var corpus = TextCorpus()
            for text in heldOut { try corpus.read(text) }
            weights = try NGramTable.weights(of: tables, heldOut: corpus)
        }
        for (model, weight) in zip(models, weights) { Console.message(String(format: "%.4f %@", weight, model)) }
        try output.write(NGramTable.mixed(tables, weights: weights))
    }
}
