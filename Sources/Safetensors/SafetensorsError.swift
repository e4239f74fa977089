/// What is wrong with a safetensors file, where, and what to do about it.
public enum SafetensorsError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened, read or written.
    case unreadable(path: String, reason: String)
    /// The file's bytes are not a valid safetensors file.
    case malformed(path: String, reason: String)
    /// A tensor that the reader needs is not in the file.
    case missing(path: String, tensor: String)
    /// A tensor is there but has another shape or element type.
    case mismatch(path: String, tensor: String, expected: String, found: String)
    /// The tensors are no weights of the network that they are for.
    case unfit(path: String, reason: String)
    /// The file could not be written.
    case unwritable(path: String, reason: String)

    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read \(path): \(reason)"
        case .malformed(let path, let reason):
            "\(path) is not a valid safetensors file: \(reason). It may be truncated or damaged; copy it again"
        case .missing(let path, let tensor):
            "\(path) has no tensor '\(tensor)'. The weights do not belong to this config.json"
        case .mismatch(let path, let tensor, let expected, let found):
            "\(path): tensor '\(tensor)' is \(found), expected \(expected). The weights do not belong to this config.json"
        case .unfit(let path, let reason):
            "\(path) cannot be used: \(reason)"
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason)"
        }
    }
}
