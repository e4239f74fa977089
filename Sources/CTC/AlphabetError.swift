/// What is wrong with an alphabet, or with a text that shall be written in one.
public enum AlphabetError: Error, Equatable, CustomStringConvertible {
    /// The list of labels does not begin with the blank.
    case missingBlank(first: String?)
    /// There is no label beside the blank.
    case noLabels
    /// The label at an index is the empty string.
    case emptyLabel(index: Int)
    /// Two labels are the same text.
    case duplicate(label: String, first: Int, second: Int)
    /// A text holds characters that no label covers.
    case unknownCharacters([Unicode.Scalar], text: String)

    public var description: String {
        switch self {
        case .missingBlank(let first):
            "the first label is \(first.map { "'\($0)'" } ?? "missing"); it must be '\(Alphabet.blankLabel)'"
        case .noLabels:
            "the alphabet has no label beside the blank; add the characters of the transcripts"
        case .emptyLabel(let index):
            "label \(index) is empty; remove it"
        case .duplicate(let label, let first, let second):
            "label '\(label)' stands at \(first) and again at \(second); remove one of them"
        case .unknownCharacters(let scalars, let text):
            """
            the alphabet has no \(scalars.map(Self.name).joined(separator: ", ")), which "\(Self.excerpt(text))" needs; \
            normalise the transcript or add the characters to the alphabet
            """
        }
    }

    /// The beginning of a text that may be a book.
    private static func excerpt(_ text: String) -> String {
        text.count > 80 ? "\(text.prefix(80))…" : text
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        let code = String(scalar.value, radix: 16, uppercase: true)
        return "'\(scalar)' (U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code))"
    }
}
