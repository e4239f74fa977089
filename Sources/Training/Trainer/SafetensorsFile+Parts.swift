import Foundation
import Recurrent
import Safetensors

/// What checkpoints are made of: several sets of parameters of one layout, such as weights and their moments, and values.
extension SafetensorsFile {
    /// Adds a set: its tensors' names begin with its own.
    mutating func add(_ values: [Float], of layout: ParameterLayout, as part: String) {
        for (name, tensor) in layout.tensors(values) { tensors["\(part).\(name)"] = tensor }
    }

    /// A set that is there.
    func values(of layout: ParameterLayout, part: String, path: String) throws -> [Float] {
        let prefix = part + "."
        var file = SafetensorsFile()
        for (name, tensor) in tensors where name.hasPrefix(prefix) {
            file.tensors[String(name.dropFirst(prefix.count))] = tensor
        }
        return try StoredWeights(file, layout: layout, path: path).all
    }

    /// A value as the file's metadata hold it.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value that ``text(_:)`` put there.
    func decoded<Value: Decodable>(_ key: String, path: String) throws -> Value {
        guard let text = metadata[key], let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8)) else {
            throw SafetensorsError.malformed(path: path, reason: "it is no checkpoint of this program")
        }
        return value
    }
}
