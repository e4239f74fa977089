import Foundation
import Safetensors

/// Configurations as JSON files. They are read strictly: a key that no option has is refused, so that a misspelt one does
/// not leave the default in place unnoticed.
public enum ConfigurationFile {
    /// - Throws: ``ModelError`` with the path and the key that is wrong.
    public static func read<Configuration: Codable>(
        _ type: Configuration.Type = Configuration.self, from url: URL
    ) throws(ModelError) -> Configuration {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw .unreadable(path: url.path, reason: "there is no such file, or it may not be read")
        }
        let unknown: (key: String, known: [String])?
        let configuration: Configuration
        do {
            configuration = try JSONDecoder().decode(Configuration.self, from: data)
            unknown = unknownKey(
                in: try JSONSerialization.jsonObject(with: data),
                known: try JSONSerialization.jsonObject(with: JSONEncoder().encode(configuration)))
        } catch {
            throw .badConfiguration(path: url.path, reason: reason(error))
        }
        if let unknown {
            throw .badConfiguration(
                path: url.path,
                reason: "there is no option '\(unknown.key)'. There are: \(unknown.known.joined(separator: ", "))")
        }
        return configuration
    }

    /// Writes human-readable JSON with sorted keys, atomically.
    ///
    /// - Throws: ``ModelError/unwritable(path:reason:)``.
    package static func write(_ value: some Encodable, to url: URL) throws(ModelError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(value) + Data("\n".utf8)).write(to: url, options: .atomic)
        } catch {
            throw .unwritable(path: url.path, reason: error.systemReason)
        }
    }

    /// The first key of the file that what was read from it does not have, and those that it has there.
    private static func unknownKey(in file: Any, known: Any, path: String = "") -> (key: String, known: [String])? {
        guard let file = file as? [String: Any], let known = known as? [String: Any] else { return nil }
        for (key, value) in file.sorted(by: { $0.key < $1.key }) {
            guard let counterpart = known[key] else {
                // An empty list is encoded as nothing, and so is null, which an option may be that has no default.
                if value is NSNull || (value as? [Any])?.isEmpty == true { continue }
                return (path + key, known.keys.sorted())
            }
            if let found = unknownKey(in: value, known: counterpart, path: "\(path)\(key).") { return found }
        }
        return nil
    }

    /// Says which key is wrong and why.
    private static func reason(_ error: any Error) -> String {
        func place(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            let path = (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? "" : "key '\(path)': "
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            return "\(place(context, key))it is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return place(context) + context.debugDescription
        case DecodingError.dataCorrupted(let context):
            let isSyntax = context.codingPath.isEmpty
            return isSyntax ? "it is not valid JSON" : place(context) + context.debugDescription
        default:
            return "\(error)"
        }
    }
}
