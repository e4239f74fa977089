import ArgumentParser
import CTC
import LanguageModel
import Recognition

/// How log-probabilities become text.
struct DecodingOptions: ParsableArguments {
    @Flag(help: "Take the best label of each step instead of searching.")
    var greedy = false

    @Option(help: "Prefixes kept by the beam search (\(PrefixBeamSearch.Options().beamWidth) if not given).")
    var beam: Int?

    @Option(
        help: ArgumentHelp(
            "The language model, binary or ARPA, instead of the model's own; \"none\" for none.", valueName: "file"))
    var lm: String?

    @Option(
        help: ArgumentHelp("Weight of the language model (the model's if not given).", valueName: "x"))
    var lmWeight: Double?

    @Option(
        help: ArgumentHelp(
            "A recurrent language model to speak beside the other (the model's if neither this nor --lm is given).",
            valueName: "file"))
    var recurrent: String?

    @Option(
        help: ArgumentHelp(
            "How much the recurrent language model counts, 0 to 1 (the model's if not given).", valueName: "x"))
    var recurrentShare: Float?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What each word gains, in nats (the model's if not given).", valueName: "x"))
    var wordBonus: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What the blank's log-probability is lowered by, in nats (the model's if not given).", valueName: "x"))
    var blankPenalty: Float?

    @Option(
        help: ArgumentHelp(
            "How much the language model takes the letters' frequencies over from the network (the model's if not given).",
            valueName: "x"))
    var priorWeight: Float?

    @Option(
        help: ArgumentHelp("The same of the frequencies of pairs of letters (the model's if not given).", valueName: "x"))
    var pairPriorWeight: Float?

    @Option(
        help: ArgumentHelp(
            "Phrases to prefer: a phrase a line, perhaps a tab and its boost (\(HotWordsFile.defaultBoost) if not given).",
            valueName: "file"))
    var hotwords: String?

    func validate() throws {
        if greedy {
            for (name, isGiven) in [
                ("--beam", beam != nil), ("--lm", lm != nil), ("--lm-weight", lmWeight != nil),
                ("--word-bonus", wordBonus != nil), ("--blank-penalty", blankPenalty != nil),
                ("--prior-weight", priorWeight != nil), ("--pair-prior-weight", pairPriorWeight != nil),
                ("--recurrent", recurrent != nil), ("--recurrent-share", recurrentShare != nil), ("--hotwords", hotwords != nil),
            ] where isGiven {
                throw ValidationError("--greedy does not search, and \(name) is for the search: leave out one of them.")
            }
        }
        if let beam, !(1...10_000).contains(beam) { throw ValidationError("--beam must lie between 1 and 10000.") }
        if lm == "none", weighsWords {
            throw ValidationError("\(Self.wordWeights) are for a language model, and --lm none has none.")
        }
        if let lmWeight, !(0...100).contains(lmWeight) {
            throw ValidationError("--lm-weight must lie between 0 and 100.")
        }
        if let recurrentShare, !(0...1).contains(recurrentShare) {
            throw ValidationError("--recurrent-share must lie between 0 and 1.")
        }
        if let wordBonus, !(-100...100).contains(wordBonus) {
            throw ValidationError("--word-bonus must lie between -100 and 100.")
        }
        if let blankPenalty, !(-20...20).contains(blankPenalty) {
            throw ValidationError("--blank-penalty must lie between -20 and 20.")
        }
        for (name, weight) in [("--prior-weight", priorWeight), ("--pair-prior-weight", pairPriorWeight)] {
            if let weight, !(0...2).contains(weight) {
                throw ValidationError("\(name) must lie between 0 and 2.")
            }
        }
    }

    /// The weights of a language model, as a message names them.
    private static let wordWeights = "--lm-weight, --word-bonus, --prior-weight and --pair-prior-weight"

    /// Whether one of them is given.
    private var weighsWords: Bool { lmWeight != nil || wordBonus != nil || priorWeight != nil || pairPriorWeight != nil }

    /// The decoding with a model, its language model and the hot words.
    func decoding(for model: Model) throws -> Decoding {
        if greedy { return .greedy }
        var options = PrefixBeamSearch.Options()
        if let beam { options.beamWidth = beam }
        if let hotwords {
            try TextFileError.require(hotwords)
            options.scorers.append(try HotWordsFile.read(hotwords, alphabet: model.alphabet))
        }
        let languageModel = try languageModel(for: model)
        if languageModel == nil, weighsWords {
            throw ValidationError("\(Self.wordWeights) need a language model: name one with --lm.")
        }
        if recurrentShare != nil, languageModel?.companion == nil {
            throw ValidationError("--recurrent-share needs a recurrent language model: name one with --recurrent.")
        }
        var weights = LanguageModelOptions()
        if languageModel != nil, let own = model.configuration.languageModel { weights = own }
        if let lmWeight { weights.weight = lmWeight }
        if let recurrentShare { weights.recurrentShare = recurrentShare }
        if let wordBonus { weights.wordBonus = wordBonus }
        if let blankPenalty { weights.blankPenalty = blankPenalty }
        if let priorWeight { weights.priorWeight = priorWeight }
        if let pairPriorWeight { weights.pairPriorWeight = pairPriorWeight }
        return .beam(model.search(options, languageModel: languageModel, weights))
    }

    private func languageModel(for model: Model) throws -> LanguageModel? {
        let languageModel: LanguageModel? =
            switch lm {
            case nil: model.languageModel
            case "none": nil
            case let path?: try LanguageModel.open(path)
            }
        guard let recurrent else { return languageModel }
        guard let languageModel else {
            throw ValidationError("--recurrent speaks beside a language model, and there is none: name one with --lm.")
        }
        return languageModel.accompanied(by: try RecurrentLanguageModel(contentsOf: recurrent))
    }
}
