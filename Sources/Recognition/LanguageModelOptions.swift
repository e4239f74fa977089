import Foundation

/// A model's language model and what it weighs: the part `language_model` of its `config.json`.
///
/// A reading's score is ln P(labels) + `weight` · ln P(words) + `word_bonus` for each word, and for each that the
/// language model does not know + `unknown`, and + `unknown_letter` for every letter behind the first that no known word
/// has there.
public struct LanguageModelOptions: Codable, Sendable, Equatable {
    /// The file in the model's folder.
    public var file = "lm.bin"
    /// Of the language model's log-probability beside the network's. Default 0.75.
    public var weight = 0.75
    /// For each word, in nats: outweighs what every further word costs. Default 0.
    public var wordBonus = 0.0
    /// For each word that the language model does not know, in nats; negative. Default −12.
    public var unknown = -12.0
    /// For each further letter of a word that begins as none that the language model knows, in nats; negative. Default
    /// −1: without it one unknown word after another would cost more than one that runs through to the end.
    public var unknownLetter = -1.0
    /// What the blank's log-probability is lowered by while the language model searches, in nats. Default 0. A network
    /// that is not sure says nothing rather than something wrong; a language model can make more of something.
    public var blankPenalty: Float = 0
    /// The power of the labels' frequencies that the network's probabilities are divided by while the language model
    /// searches, which then alone says what is frequent. Default 0.
    public var priorWeight: Float = 0
    /// The power of the labels' frequencies behind the label before, divided out once where a label is entered. Default 0.
    public var pairPriorWeight: Float = 0
    /// The file of a recurrent language model in the model's folder that speaks beside the other; nil, the default, for none.
    public var recurrentFile: String?
    /// What that file is called where nothing names it.
    static let defaultRecurrentFile = "lm.safetensors"
    /// How much it counts: P(word) is an average of both models' with this share. Default 0.5.
    public var recurrentShare: Float = 0.5

    public init() {}

    enum CodingKeys: String, CodingKey {
        case file, weight
        case wordBonus = "word_bonus"
        case unknown
        case unknownLetter = "unknown_letter"
        case blankPenalty = "blank_penalty"
        case priorWeight = "prior_weight"
        case pairPriorWeight = "pair_prior_weight"
        case recurrentFile = "recurrent_file"
        case recurrentShare = "recurrent_share"
    }

    /// Missing keys take the default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        file = try values.decodeIfPresent(String.self, forKey: .file) ?? file
        recurrentFile = try values.decodeIfPresent(String.self, forKey: .recurrentFile)
        // They are written, too, wherever the model is saved.
        let taken = ["", ".", "..", Model.configurationFile, Model.weightsFile]
        for (key, file, others) in [(CodingKeys.file, file, taken), (.recurrentFile, recurrentFile ?? "-", taken + [file])] {
            guard !others.contains(file), !file.contains("/") else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: values,
                    debugDescription: "it must be the name of a file of its own in the model's folder")
            }
        }
        recurrentShare = try values.decodeIfPresent(Float.self, forKey: .recurrentShare) ?? recurrentShare
        guard (0...1).contains(recurrentShare) else {
            throw DecodingError.dataCorruptedError(
                forKey: .recurrentShare, in: values, debugDescription: "it must lie between 0 and 1")
        }
        weight = try values.decodeIfPresent(Double.self, forKey: .weight) ?? weight
        guard (0...100).contains(weight) else {
            throw DecodingError.dataCorruptedError(
                forKey: .weight, in: values, debugDescription: "it must lie between 0 and 100")
        }
        wordBonus = try values.decodeIfPresent(Double.self, forKey: .wordBonus) ?? wordBonus
        unknown = try values.decodeIfPresent(Double.self, forKey: .unknown) ?? unknown
        unknownLetter = try values.decodeIfPresent(Double.self, forKey: .unknownLetter) ?? unknownLetter
        blankPenalty = try values.decodeIfPresent(Float.self, forKey: .blankPenalty) ?? blankPenalty
        priorWeight = try values.decodeIfPresent(Float.self, forKey: .priorWeight) ?? priorWeight
        pairPriorWeight = try values.decodeIfPresent(Float.self, forKey: .pairPriorWeight) ?? pairPriorWeight
    }
}
