import ArgumentParser
import CTC
import Foundation
import LanguageModel
import Recognition
import Signal
import Training

/// `asr lm tune`: the weights with which a language model serves a recogniser best.
struct LMTune: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune", abstract: "Find the weights of a language model that give the least word error.",
        discussion: """
            The network runs once; then the search does, with every combination of weights. A line for each: word and \
            character error rate in percent, weight, word bonus, unknown word and each further letter of it, blank \
            penalty, weights of the letters' frequencies and of their pairs'. What confidence and a gate against noise \
            would take away afterwards counts. --write stores the best in config.json.

              asr lm tune --model models/en --manifest dev.jsonl --write
            """)

    @OptionGroup var model: ModelOption

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Manifests of dev speech, never of test speech; all are pooled.", valueName: "manifest"))
    var manifest: [String]

    @Option(help: ArgumentHelp("The language model, instead of the model's own.", valueName: "file"))
    var lm: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Weights to try.", valueName: "x"))
    var weights = [0.6, 0.75, 0.9]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Word bonuses to try; one below 0 as --bonuses=-0.5.", valueName: "x"))
    var bonuses = [0.0, 1.0]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Penalties of unknown words to try.", valueName: "x"))
    var unknownPenalties = [8.0, 12.0]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Penalties of each further letter of an unknown word to try.", valueName: "x"))
    var letterPenalties = [1.0, 2.0]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Penalties of the blank to try.", valueName: "x"))
    var blankPenalties: [Float] = [0.5, 1, 1.5]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Weights of the letters' frequencies to try.", valueName: "x"))
    var priorWeights: [Float] = [0, 0.5]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Weights of the frequencies of pairs of letters to try.", valueName: "x"))
    var pairPriorWeights: [Float] = [0, 0.4]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Shares of the recurrent model to try.", valueName: "x"))
    var recurrentShares: [Float] = []

    @Option(help: "Prefixes kept by the beam search (\(PrefixBeamSearch.Options().beamWidth) if not given).")
    var beam: Int?

    @Option(help: ArgumentHelp("Utterances to take at most, from the first of each manifest.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Store the best weights in the model's config.json.")
    var write = false

    func validate() throws {
        if [weights, bonuses, unknownPenalties, letterPenalties].contains(where: \.isEmpty)
            || [blankPenalties, priorWeights, pairPriorWeights].contains(where: \.isEmpty)
        {
            throw ValidationError("Give values to try.")
        }
        if recurrentShares.contains(where: { !(0...1).contains($0) }) {
            throw ValidationError("--recurrent-shares must lie between 0 and 1.")
        }
        if let beam, !(1...10_000).contains(beam) { throw ValidationError("--beam must lie between 1 and 10000.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        if write, lm != nil { throw ValidationError("--write is for the model's own language model: leave out --lm.") }
    }

    func run() throws {
        let folder = try ModelLocator.find(model.model)
        let model = try Model(folder: folder)
        guard let languageModel = try lm.map({ try LanguageModel.open($0) }) ?? model.languageModel else {
            throw ValidationError("\(folder.path) has no language model: name one with --lm.")
        }
        if !recurrentShares.isEmpty, languageModel.companion == nil {
            throw ValidationError("--recurrent-shares need a language model with a recurrent one beside it.")
        }
        let all = try manifest.flatMap { try Manifest.read($0).utterances.prefix(limit ?? .max) }
        let recognizer = Recognizer(model)
        var (utterances, posteriors): ([Utterance], [LogProbabilities]) = ([], [])
        for (index, utterance) in all.enumerated() {
            Console.progress(index, of: all.count, utterance.id)
            do {
                let samples = try utterance.reader(sampleRate: model.configuration.frontEnd.sampleRate).readAll()
                posteriors.append(try recognizer.logProbabilities(of: samples))
                utterances.append(utterance)
            } catch let error as AudioError {
                Console.error("\(utterance.id) is left out: \(error)")
            }
        }
        Console.clearStatus()
        guard !utterances.isEmpty else { throw ValidationError("None of the \(all.count) utterances can be read.") }

        var best: (words: Double, options: LanguageModelOptions)?
        print("WER %  CER %  weight  bonus  unknown  letter  blank  prior  pairs  recurrent")
        for options in combinations(from: model.configuration.languageModel ?? LanguageModelOptions()) {
            let report = score(utterances, posteriors, languageModel, options, model)
            print(
                String(
                    format: "%.2f  %.2f  %.2f  %.2f  %.1f  %.1f  %.2f  %.2f  %.2f  %.2f", 100 * report.words.rate,
                    100 * report.characters.rate, options.weight, options.wordBonus, options.unknown,
                    options.unknownLetter, options.blankPenalty, options.priorWeight,
                    options.pairPriorWeight, languageModel.companion == nil ? 0 : options.recurrentShare))
            if report.words.rate < best?.words ?? .infinity { best = (report.words.rate, options) }
        }
        if let best, write {
            var configuration = model.configuration
            configuration.languageModel = best.options
            try configuration.write(to: folder)
        }
    }

    /// Every combination of the values to try.
    private func combinations(from options: LanguageModelOptions) -> [LanguageModelOptions] {
        /// Every one of them with every value.
        func with<Value>(
            _ values: [Value], _ path: WritableKeyPath<LanguageModelOptions, Value>, _ all: [LanguageModelOptions]
        ) -> [LanguageModelOptions] {
            all.flatMap { options in
                values.map { value in
                    var options = options
                    options[keyPath: path] = value
                    return options
                }
            }
        }
        var all = with(unknownPenalties.map { -$0 }, \.unknown, [options])
        all = with(letterPenalties.map { -$0 }, \.unknownLetter, all)
        all = with(blankPenalties, \.blankPenalty, all)
        all = with(priorWeights, \.priorWeight, all)
        all = with(pairPriorWeights, \.pairPriorWeight, all)
        if !recurrentShares.isEmpty { all = with(recurrentShares, \.recurrentShare, all) }
        return with(bonuses, \.wordBonus, with(weights, \.weight, all))
    }

    private func score(
        _ utterances: [Utterance], _ posteriors: [LogProbabilities], _ languageModel: LanguageModel,
        _ weights: LanguageModelOptions, _ model: Model
    ) -> ScoreReport {
        var options = PrefixBeamSearch.Options()
        if let beam { options.beamWidth = beam }
        let search = PrefixBeamSearch(options: model.search(options, languageModel: languageModel, weights))
        let hypotheses = posteriors.concurrentMap { model.alphabet.decode(search.decode($0)[0].labels) }
        return ScoreReport(
            zip(utterances, hypotheses).map {
                ScoreReport.Utterance(id: $0.id, reference: $0.text, hypothesis: $1)
            })
    }
}
