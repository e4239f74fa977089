import Foundation

/// Values as lines of JSON, as every output of the program is written: sorted keys, slashes as they are.
public enum JSONLine {
    /// The line, without its end.
    public static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
