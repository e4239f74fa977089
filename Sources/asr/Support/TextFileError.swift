import Foundation

/// A file whose text cannot be had.
enum TextFileError: Error, CustomStringConvertible {
    case unreadable(path: String)

    var description: String {
        switch self {
        case .unreadable(let path): "cannot read \(path): there is no such file, it may not be read, or it is not UTF-8"
        }
    }

    /// Sees to it that a file is there and may be read.
    static func require(_ path: String) throws(TextFileError) {
        guard FileManager.default.isReadableFile(atPath: path) else { throw .unreadable(path: path) }
    }
}
