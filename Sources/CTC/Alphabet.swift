import Foundation

/// The labels a model can emit, in the order of its outputs. Index 0 is the blank.
///
/// ```swift
/// try Alphabet.english.encode("it's")             // [10, 21, 2, 20]
/// Alphabet.english.decode([10, 21, 2, 20])        // "it's"
/// ```
///
/// A label is any non-empty text: a character, or a piece of several. Where several labels could come next, `encode`
/// takes the longest. Labels and texts are compared in Unicode's normal form C.
///
/// As JSON an alphabet is the array of its labels, `["<blank>", " ", "'", "a", …]`.
public struct Alphabet: Sendable, Equatable {
    /// The index of the blank in every alphabet.
    public static let blank = 0
    /// How the blank is written in a list of labels.
    public static let blankLabel = "<blank>"

    /// The labels by index, in normal form C; the first is ``blankLabel``.
    public let labels: [String]
    /// The index of the label `" "`, which stands between two words; `nil` if the alphabet has none.
    public let wordSeparator: Int?

    private let indices: [String: Int]
    /// The most Unicode scalars in one label.
    private let longest: Int

    /// Blank, space, apostrophe and a to z: 29 labels.
    public static let english = {
        do { return try Alphabet(characters: " 'abcdefghijklmnopqrstuvwxyz") } catch { preconditionFailure("\(error)") }
    }()

    /// Makes an alphabet from its labels; the first must be `"<blank>"`.
    public init(labels: [String]) throws(AlphabetError) {
        let labels = labels.map(\.precomposedStringWithCanonicalMapping)
        guard labels.first == Self.blankLabel else { throw .missingBlank(first: labels.first) }
        guard labels.count > 1 else { throw .noLabels }
        var indices: [String: Int] = [:]
        for (index, label) in labels.enumerated() {
            guard !label.isEmpty else { throw .emptyLabel(index: index) }
            if let first = indices.updateValue(index, forKey: label) {
                throw .duplicate(label: label, first: first, second: index)
            }
        }
        indices[Self.blankLabel] = nil  // A text never spells the blank.
        self.labels = labels
        self.indices = indices
        wordSeparator = indices[" "]
        longest = indices.keys.reduce(0) { max($0, $1.unicodeScalars.count) }
    }

    /// Makes an alphabet whose labels are the characters of a text, in their order, after the blank.
    public init(characters: String) throws(AlphabetError) {
        try self.init(labels: [Self.blankLabel] + characters.map(String.init))
    }

    /// The number of labels, the blank among them (K).
    public var count: Int { labels.count }

    /// The index of the blank.
    public var blank: Int { Self.blank }

    /// Returns the labels that spell a text, the longest match first.
    ///
    /// The text is taken in normal form C; a run of white space is one word separator, and none is left at the ends.
    ///
    /// - Throws: ``AlphabetError/unknownCharacters(_:text:)`` with every character that no label covers.
    /// - Complexity: O(*n* · *l*) for *n* characters and labels of at most *l*.
    public func encode(_ text: String) throws(AlphabetError) -> [Int] {
        let scalars = Array(Self.collapsed(text.precomposedStringWithCanonicalMapping).unicodeScalars)
        var encoded: [Int] = []
        encoded.reserveCapacity(scalars.count)
        var unknown: [Unicode.Scalar] = []
        var position = 0
        while position < scalars.count {
            if let (label, length) = longestMatch(scalars[position...]) {
                encoded.append(label)
                position += length
            } else {
                if !unknown.contains(scalars[position]) { unknown.append(scalars[position]) }
                position += 1
            }
        }
        guard unknown.isEmpty else { throw .unknownCharacters(unknown, text: text) }
        return encoded
    }

    /// Returns the text that labels spell. Blanks are skipped; a run of white space is one space, and none is left at
    /// the ends. Every label must be in `0..<count`.
    public func decode(_ labels: some Sequence<Int>) -> String {
        Self.collapsed(labels.lazy.filter { $0 != Self.blank }.map { self.labels[$0] }.joined())
    }

    private func longestMatch(_ scalars: ArraySlice<Unicode.Scalar>) -> (label: Int, length: Int)? {
        for length in stride(from: min(longest, scalars.count), to: 0, by: -1) {
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars.prefix(length))
            if let label = indices[String(piece)] { return (label, length) }
        }
        return nil
    }

    private static func collapsed(_ text: String) -> String {
        // By scalars: a combining mark after a space may be a label of its own.
        text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }.joined(separator: " ")
    }
}

extension Alphabet: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let labels = try container.decode([String].self)
        do throws(AlphabetError) {
            try self.init(labels: labels)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(labels)
    }
}
