import CTC
import Foundation
import LanguageModel
import Recurrent
import Safetensors
import Signal

/// A trained recogniser: configuration, front end, network, weights, and perhaps a language model. On disk a folder with
/// `config.json`, `model.safetensors` and the language model's file.
public struct Model: Sendable {
    public static let configurationFile = "config.json"
    public static let weightsFile = "model.safetensors"

    public private(set) var configuration: ModelConfiguration
    public let frontEnd: FrontEnd
    public let network: RecurrentNetwork
    private var weights: ModelWeights
    /// How the weights are rounded while recordings run through them: to 8-bit integers where the file has them so,
    /// else to bfloat16.
    private var precision = InferencePrecision.bfloat16
    /// What knows the language's words, if the model has it.
    public let languageModel: LanguageModel?

    public var alphabet: Alphabet { configuration.alphabet }

    /// The network's weights in the order of its layout. Those of a folder are read when they are first asked for.
    public var parameters: [Float] {
        get { weights.parameters }
        set { weights = ModelWeights(newValue) }
    }

    /// The vocal-tract-length factors that recordings are heard with: see ``ModelConfiguration/warps``.
    public var warps: [Float] {
        get { configuration.warps }
        set {
            precondition(ModelConfiguration.areWarps(newValue), "no vocal-tract-length factors: \(newValue)")
            configuration.warps = newValue
        }
    }

    /// Those that a way of decoding hears with. Taking the best label of each step gains nothing from several, and has one.
    public func warps(for decoding: Decoding) -> [Float] {
        if case .greedy = decoding { [nearestWarp] } else { warps }
    }

    /// The one nearest to 1, for what is to be heard quickly.
    var nearestWarp: Float { warps.min { abs($0 - 1) < abs($1 - 1) } ?? 1 }

    /// The weights as recordings run through them.
    var inferenceWeights: InferenceWeights { weights.inference(of: network, precision: precision) }

    /// Seconds from one output step to the next.
    public var stepDuration: Double { frontEnd.frameShift * Double(configuration.network.stride) }

    /// A model with weights of its own, or freshly drawn from a seed.
    ///
    /// - Throws: `FeatureError` or `NetworkError` where the configuration is impossible.
    public init(
        _ configuration: ModelConfiguration, parameters: [Float]? = nil, languageModel: LanguageModel? = nil,
        seed: UInt64 = 0
    ) throws {
        try self.init(configuration, languageModel: languageModel) { layout in
            let parameters = parameters ?? layout.initialValues(seed: seed)
            precondition(parameters.count == layout.count, "weights that do not fit the network")
            return ModelWeights(parameters)
        }
    }

    private init(
        _ configuration: ModelConfiguration, languageModel: LanguageModel?, weights: (ParameterLayout) -> ModelWeights
    ) throws {
        var configuration = configuration
        // No file is named that the folder does not have.
        if languageModel == nil { configuration.languageModel = nil }
        if languageModel?.companion == nil {
            configuration.languageModel?.recurrentFile = nil
        } else if let options = configuration.languageModel, options.recurrentFile == nil {
            configuration.languageModel?.recurrentFile = LanguageModelOptions.defaultRecurrentFile
        }
        self.languageModel = languageModel
        frontEnd = try FrontEnd(configuration.frontEnd)
        configuration.network.inputSize = frontEnd.dimension
        configuration.network.outputSize = configuration.alphabet.count
        self.configuration = configuration
        network = try RecurrentNetwork(configuration.network)
        self.weights = weights(network.layout)
    }

    /// Reads a model folder.
    ///
    /// - Throws: ``ModelError`` and the typed errors of the files inside, each naming the file.
    public init(folder: URL) throws {
        let configurationURL = folder.appendingPathComponent(Self.configurationFile)
        let configuration = try ModelConfiguration(contentsOf: configurationURL)
        let languageModel = try configuration.languageModel.map {
            let recurrent = try $0.recurrentFile.map {
                try RecurrentLanguageModel(contentsOf: folder.appendingPathComponent($0).path)
            }
            return try LanguageModel(contentsOf: folder.appendingPathComponent($0.file).path).accompanied(by: recurrent)
        }
        do {
            try self.init(configuration, languageModel: languageModel) { _ in ModelWeights([]) }
        } catch {
            throw ModelError.badConfiguration(path: configurationURL.path, reason: "\(error)")
        }
        let weightsURL = folder.appendingPathComponent(Self.weightsFile)
        let file = try SafetensorsReader(contentsOf: weightsURL)
        weights = ModelWeights(try StoredWeights(file, layout: network.layout, path: weightsURL.path))
        if QuantizedTensors.areIn(file) { precision = .int8 }
    }

    /// Writes the folder, each file atomically, the weights last; makes the folder where it is missing.
    ///
    /// - Parameters:
    ///   - storage: 16-bit halves the size; each weight keeps 11 significant bits.
    ///   - quantized: whether matrices become 8-bit integers, a scale a row, and halve it again.
    public func save(to folder: URL, as storage: StorageType = .float16, quantized: Bool = false) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ModelError.unwritable(path: folder.path, reason: error.systemReason)
        }
        if let languageModel, let file = configuration.languageModel?.file {
            try languageModel.write(to: folder.appendingPathComponent(file).path)
            if let companion = languageModel.companion, let file = configuration.languageModel?.recurrentFile {
                try companion.model.write(to: folder.appendingPathComponent(file).path)
            }
        }
        try configuration.write(to: folder)
        var file = SafetensorsFile(
            tensors: network.layout.tensors(parameters), metadata: ["format": "pt"])
        let integers = quantized ? QuantizedTensors.quantize(&file) : []
        try file.write(to: folder.appendingPathComponent(Self.weightsFile), as: storage, integers: integers)
    }

    /// The search that the model is meant for: with its language model, if it has one.
    ///
    /// - Parameter options: as for ``search(_:languageModel:_:)``.
    public func decoding(_ options: PrefixBeamSearch.Options = .init()) -> Decoding {
        .beam(search(options, languageModel: languageModel, configuration.languageModel ?? .init()))
    }

    /// A search with another language model, or with none, and with what it weighs.
    ///
    /// - Parameters:
    ///   - options: of the search. Its word separator and its offsets become those asked for here; its scorers come before the
    ///     language model.
    ///   - weights: of which only the blank penalty counts without a language model.
    public func search(
        _ options: PrefixBeamSearch.Options = .init(), languageModel: LanguageModel?,
        _ weights: LanguageModelOptions = .init()
    ) -> PrefixBeamSearch.Options {
        var options = options
        options.wordSeparator = alphabet.wordSeparator
        options.labelOffsets = []
        options.pairOffsets = []
        if let languageModel {
            if weights.priorWeight != 0 || weights.pairPriorWeight != 0 {
                let prior = LabelPrior(languageModel, alphabet: alphabet)
                options.labelOffsets = prior.offsets(weight: weights.priorWeight)
                options.pairOffsets = prior.pairOffsets(weight: weights.pairPriorWeight)
            }
            options.scorers.append(WordScorer(languageModel, options: weights, alphabet: alphabet))
        }
        if weights.blankPenalty != 0 {
            if options.labelOffsets.isEmpty { options.labelOffsets = alphabet.labels.map { _ in 0 } }
            options.labelOffsets[Alphabet.blank] -= weights.blankPenalty
        }
        return options
    }
}
