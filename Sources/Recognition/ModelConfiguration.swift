import CTC
import Foundation
import Recurrent
import Signal

/// Everything but the weights that makes a model: a model folder's `config.json`.
///
/// The front end is part of it, so that a model cannot be fed features that it was not trained on.
public struct ModelConfiguration: Codable, Sendable, Equatable {
    /// Version of the folder's layout that this code writes and reads.
    public static let currentFormat = 1

    public var format = currentFormat
    /// What the model is called, such as "en".
    public var name = ""
    /// The spoken language as a BCP 47 tag, such as "en".
    public var language = ""
    public var frontEnd = FrontEndOptions()
    public var network = NetworkConfiguration()
    /// The labels of the network's outputs, the blank first.
    public var alphabet = Alphabet.english
    /// The vocal-tract-length factors that a recording is heard with, each taking a share of the time; the network's
    /// probabilities are averaged. 1 alone, the default, is as it was recorded; more of them, up to as far from it as
    /// training warped, make fewer errors.
    public var warps: [Float] = [1]
    /// The language model, if there is one.
    public var languageModel: LanguageModelOptions?
    /// What makes confidences of the network's outputs, by the way of decoding; where there is none, a word's confidence
    /// is the geometric mean of its labels' probabilities.
    public var confidence: [DecodingKind: ConfidenceCalibration]?
    /// What drops the words that are made of noise; none are dropped without it.
    public var voice: VoiceGate?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case format, name, language
        case frontEnd = "front_end"
        case network, alphabet, warps
        case languageModel = "language_model"
        case confidence, voice
    }

    /// Missing keys take the default; the network's input and output sizes follow from front end and alphabet.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        format = try values.decodeIfPresent(Int.self, forKey: .format) ?? format
        guard format == Self.currentFormat else {
            throw DecodingError.dataCorruptedError(
                forKey: .format, in: values,
                debugDescription: "format \(format) is not known: this program reads format \(Self.currentFormat)")
        }
        name = try values.decodeIfPresent(String.self, forKey: .name) ?? name
        language = try values.decodeIfPresent(String.self, forKey: .language) ?? language
        frontEnd = try values.decodeIfPresent(FrontEndOptions.self, forKey: .frontEnd) ?? frontEnd
        network = try values.decodeIfPresent(NetworkConfiguration.self, forKey: .network) ?? network
        alphabet = try values.decodeIfPresent(Alphabet.self, forKey: .alphabet) ?? alphabet
        warps = try values.decodeIfPresent([Float].self, forKey: .warps) ?? warps
        guard Self.areWarps(warps) else {
            throw DecodingError.dataCorruptedError(
                forKey: .warps, in: values, debugDescription: "it must be one number or more, each from 0.5 to 2")
        }
        languageModel = try values.decodeIfPresent(LanguageModelOptions.self, forKey: .languageModel)
        confidence = try values.decodeIfPresent([DecodingKind: ConfidenceCalibration].self, forKey: .confidence)
        voice = try values.decodeIfPresent(VoiceGate.self, forKey: .voice)
        network.inputSize = frontEnd.dimension
        network.outputSize = alphabet.count
    }

    /// Whether these can be ``warps``.
    public static func areWarps(_ values: [Float]) -> Bool {
        !values.isEmpty && values.allSatisfy { (0.5...2).contains($0) }
    }

    /// Reads a configuration file.
    public init(contentsOf url: URL) throws(ModelError) {
        self = try ConfigurationFile.read(from: url)
    }

    /// Writes the configuration of a model folder, atomically.
    public func write(to folder: URL) throws(ModelError) {
        try ConfigurationFile.write(self, to: folder.appendingPathComponent(Model.configurationFile))
    }
}
