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

    public let configuration: ModelConfiguration
    public let frontEnd: FrontEnd
    public let network: RecurrentNetwork
    /// The network's weights in the order of its layout.
    public var parameters: [Float] {
        didSet { prepared = PreparedWeights() }
    }
    private var prepared = PreparedWeights()
    /// How the weights are rounded while recordings run through them: to 8-bit integers where the file has them so,
    /// else to bfloat16.
    private var precision = InferencePrecision.bfloat16
    /// What knows the language's words, if the model has it.
    public let languageModel: LanguageModel?

    public var alphabet: Alphabet { configuration.alphabet }

    /// The weights as recordings run through them.
    var inferenceWeights: InferenceWeights {
        prepared.weights { InferenceWeights(parameters, of: network, precision: precision) }
    }

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
            parameters ?? layout.initialValues(seed: seed)
        }
        precondition(self.parameters.count == network.layout.count, "weights that do not fit the network")
    }

    private init(
        _ configuration: ModelConfiguration, languageModel: LanguageModel?, parameters: (ParameterLayout) -> [Float]
    ) throws {
        var configuration = configuration
        // No file is named that the folder does not have.
        if languageModel == nil { configuration.languageModel = nil }
        self.languageModel = languageModel
        frontEnd = try FrontEnd(configuration.frontEnd)
        configuration.network.inputSize = frontEnd.dimension
        configuration.network.outputSize = configuration.alphabet.count
        self.configuration = configuration
        network = try RecurrentNetwork(configuration.network)
        self.parameters = parameters(network.layout)
    }

    /// Reads a model folder.
    ///
    /// - Throws: ``ModelError`` and the typed errors of the files inside, each naming the file.
    public init(folder: URL) throws {
        let configurationURL = folder.appendingPathComponent(Self.configurationFile)
        let configuration = try ModelConfiguration(contentsOf: configurationURL)
        let languageModel = try configuration.languageModel.map {
            try LanguageModel(contentsOf: folder.appendingPathComponent($0.file).path)
        }
        do {
            try self.init(configuration, languageModel: languageModel) { _ in [] }
        } catch {
            throw ModelError.badConfiguration(path: configurationURL.path, reason: "\(error)")
        }
        let weights = folder.appendingPathComponent(Self.weightsFile)
        let file = try SafetensorsReader(contentsOf: weights)
        parameters = try Self.parameters(in: file, layout: network.layout, path: weights.path)
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
        }
        try configuration.write(to: folder)
        var file = SafetensorsFile(
            tensors: Self.tensors(parameters, layout: network.layout), metadata: ["format": "pt"])
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

    /// The parameters as named tensors.
    public static func tensors(_ values: [Float], layout: ParameterLayout) -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for entry in layout.entries {
            tensors[entry.name] = Tensor(shape: entry.shape, values: Array(values[entry.range]))
        }
        return tensors
    }

    /// The named tensors as parameters; every one must be there, of the right shape, finite, and no other.
    public static func parameters(
        in source: some TensorSource, layout: ParameterLayout, path: String
    ) throws -> [Float] {
        // Before memory is asked for: a damaged configuration may describe a network that no memory holds.
        for entry in layout.entries { try source.check(entry.name, shape: entry.shape, path: path) }
        let values = try [Float](unsafeUninitializedCapacity: layout.count) { buffer, count in
            for entry in layout.entries {
                let target = UnsafeMutableBufferPointer(rebasing: buffer[entry.range])
                try source.read(entry.name, shape: entry.shape, path: path, into: target)
                if let scales = try QuantizedTensors.scales(of: entry, in: source, path: path) {
                    let columns = target.count / scales.count
                    for index in target.indices { target[index] *= scales[index / columns] }
                }
                guard target.allSatisfy({ $0.isFinite }) else {
                    throw ModelError.badWeights(path: path, reason: "tensor '\(entry.name)' holds NaN or infinity")
                }
            }
            count = layout.count
        }
        let names = layout.entries.flatMap { [$0.name, QuantizedTensors.scale(of: $0.name)] }
        if let stranger = source.names.subtracting(names).min() {
            throw ModelError.badWeights(
                path: path, reason: "tensor '\(stranger)' has no place in the network of config.json")
        }
        return values
    }
}
