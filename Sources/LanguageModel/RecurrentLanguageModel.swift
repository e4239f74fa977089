import Foundation
import Recurrent
import Safetensors

/// A language model that is a recurrent network (Mikolov et al., "Recurrent neural network based language model", 2010): what
/// a word's probability depends on are all words before it, and words that are used alike stand for one another.
///
/// On disk a safetensors file of a ``WordNetwork``, its configuration and its words beside it as strings.
public struct RecurrentLanguageModel: Sendable {
    /// The words that have vectors; the others are as one unknown word.
    public let vocabulary: Vocabulary
    /// The network's shape.
    public let words: WordNetwork
    private let stored: StoredWeights
    private let precision: InferencePrecision
    private let weights = MadeOnce<WordNetworkWeights>()
    /// What the file holds.
    private let file: Data

    /// The keys of the file's strings.
    private enum Key {
        static let format = "asr_recurrent_language_model"
        static let network = "network"
        static let words = "words"
    }

    /// Whether a file begins as one: with a safetensors file's header.
    public static func isOne(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let start = try? file.read(upToCount: 9) else { return false }
        return start.count == 9 && start.last == UInt8(ascii: "{")
    }

    /// Opens a model, and checks that it is whole.
    public init(contentsOf path: String) throws {
        do {
            try self.init(SafetensorsReader(contentsOf: URL(fileURLWithPath: path)), path: path)
        } catch SafetensorsError.unreadable(let path, let reason) {
            throw LanguageModelError.unreadable(path: path, reason: reason)
        }
    }

    private init(_ reader: SafetensorsReader, path: String) throws {
        func bad(_ reason: String) -> LanguageModelError { .malformed(path: path, reason: reason) }
        guard reader.metadata[Key.format] == "1", let shape = reader.metadata[Key.network],
            let list = reader.metadata[Key.words]
        else { throw bad("it does not say that it is a recurrent language model") }
        guard let vocabulary = Vocabulary(sorted: list.utf8.split(separator: UInt8(ascii: "\n"))) else {
            throw bad("its words are not sorted")
        }
        self.vocabulary = vocabulary
        guard let configuration = try? JSONDecoder().decode(NetworkConfiguration.self, from: Data(shape.utf8)),
            let words = try? WordNetwork(configuration, words: vocabulary.count)
        else { throw bad("there is no such network as it describes") }
        self.words = words
        stored = try StoredWeights(reader, layout: words.layout, path: path)
        precision = QuantizedTensors.areIn(reader) ? .int8 : .bfloat16
        file = reader.data
    }

    /// A model of weights in the order of the network's layout, which become 8-bit integers, a scale a row.
    public init(_ words: WordNetwork, vocabulary: Vocabulary, parameters: [Float]) throws {
        precondition(words.words == vocabulary.count, "a vector for each word")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let shape = try encoder.encode(words.network.configuration)
        let spellings = (Vocabulary.specials.count..<vocabulary.count).map { vocabulary[UInt32($0)] }
        var file = SafetensorsFile(
            tensors: words.layout.tensors(parameters),
            metadata: [
                Key.format: "1", Key.network: String(decoding: shape, as: UTF8.self),
                Key.words: spellings.joined(separator: "\n"),
            ])
        let integers = QuantizedTensors.quantize(&file)
        let path = "the model"
        try self.init(SafetensorsReader(data: file.encoded(as: .float16, integers: integers), path: path), path: path)
    }

    /// All weights, in the order of the network's layout.
    public var parameters: [Float] { stored.all }

    /// Bytes of the model's file.
    public var size: Int { file.count }

    /// Writes the file, atomically.
    public func write(to path: String) throws(LanguageModelError) {
        do {
            try file.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path, reason: "the folder is missing or full, or may not be written")
        }
    }

    /// Somewhere in a sentence, with no word known of it.
    public var middle: WordStream {
        WordStream(weights.value { WordNetworkWeights(of: words, precision: precision, stored: stored) })
    }

    /// The beginning of a sentence.
    public var start: WordStream {
        var stream = middle
        stream.advance(by: Int(Vocabulary.start))
        return stream
    }
}
