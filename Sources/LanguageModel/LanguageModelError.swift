/// What is wrong with a text or a language model, where, and what to do about it.
public enum LanguageModelError: Error, Equatable, CustomStringConvertible {
    /// A file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// A file cannot be written.
    case unwritable(path: String, reason: String)
    /// A line of a text cannot be learnt from.
    case badText(path: String, line: Int, reason: String)
    /// There is nothing to learn from.
    case noSentences
    /// A line of an ARPA file is wrong.
    case badARPA(path: String, line: Int, reason: String)
    /// A binary model is damaged or no binary model at all.
    case malformed(path: String, reason: String)
    /// A model is to be smaller than its single words are.
    case tooSmall(bytes: Int, least: Int)
    /// The words that occur do not fit the format.
    case tooManyWords(Int, limit: Int)

    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read \(path): \(reason)"
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason)"
        case .badText(let path, let line, let reason):
            "\(path), line \(line): \(reason)"
        case .noSentences:
            "there is no sentence: the text is empty or blank"
        case .badARPA(let path, let line, let reason):
            "\(path) is not a valid ARPA file: line \(line): \(reason)"
        case .malformed(let path, let reason):
            "\(path) is not a valid language model: \(reason). It may be truncated or damaged; copy or build it again"
        case .tooSmall(let bytes, let least):
            "\(bytes) bytes are too few: the model's single words alone need \(least). Allow more, or limit the vocabulary"
        case .tooManyWords(let count, let limit):
            "\(count) different words are more than the \(limit) that a model can hold; limit the vocabulary"
        }
    }
}
