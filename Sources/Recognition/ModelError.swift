/// What is wrong with a model folder, where, and what to do about it.
public enum ModelError: Error, Equatable, CustomStringConvertible {
    case notFound(name: String, searched: [String])
    case unreadable(path: String, reason: String)
    case badConfiguration(path: String, reason: String)
    case unwritable(path: String, reason: String)

    public var description: String {
        switch self {
        case .notFound(let name, let searched):
            "there is no model '\(name)'. Looked in: \(searched.joined(separator: ", ")). "
                + "Name a model folder with --model, or set ASR_MODELS to the folder that holds models"
        case .unreadable(let path, let reason):
            "cannot read \(path): \(reason)"
        case .badConfiguration(let path, let reason):
            "\(path) cannot be used: \(reason)"
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason)"
        }
    }
}
