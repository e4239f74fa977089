/// An output that cannot be written.
enum OutputError: Error, CustomStringConvertible {
    case unwritable(path: String, reason: String)
    /// Two recordings whose texts would have the same name.
    case sameName(first: String, second: String, path: String)
    /// The output is one of the files that are read.
    case isInput(path: String)
    /// A model is in the folder of a new one.
    case modelThere(path: String)
    /// Several recordings in one file of a format that has room for one.
    case needsFolder(path: String, format: String)
    /// Several recordings in one file have no parts that could be left out.
    case nothingToResume(path: String)

    var description: String {
        switch self {
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason)"
        case .sameName(let first, let second, let path):
            "\(first) and \(second) would both be written to \(path). Write them into two folders"
        case .isInput(let path):
            "cannot write \(path): it is one of the files to be read. Name another --output"
        case .modelThere(let path):
            "\(path) is there already. Choose another --output"
        case .needsFolder(let path, let format):
            "\(path) is one file, and \(format) has a file for each recording. Name a folder: --output texts/"
        case .nothingToResume(let path):
            "\(path) is one file for all. --resume needs a file for each recording: name a folder: --output texts/"
        }
    }
}
