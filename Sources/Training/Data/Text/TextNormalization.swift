import CTC
import Foundation

/// Writes texts as an alphabet spells them, where that changes nothing that is said.
///
/// Unicode's normal form C; lower case if the alphabet has no capitals, by Turkish rules if it has `ı`; one apostrophe
/// for all; no quotation marks and other punctuation that the alphabet does not have; single spaces. Letters, digits and
/// symbols that are read aloud, as `%` and `&`, stay where the alphabet lacks them, for ``Alphabet/encode(_:)`` to name.
///
/// ```swift
/// TextNormalization(for: .english).applied(to: "“It’s A-one,” said Ann.")   // "it's a one said ann"
/// ```
public struct TextNormalization: Sendable {
    /// What an alphabet spells.
    private let spelled: Set<Unicode.Scalar>
    private let lowercases: Bool
    private let locale: Locale?
    private let separatesWords: Bool

    public init(for alphabet: Alphabet) {
        let labels = alphabet.labels.dropFirst()
        spelled = Set(labels.joined().unicodeScalars)
        lowercases = labels.allSatisfy { $0 == $0.lowercased() }
        locale = spelled.contains("ı") ? Self.turkish : nil
        separatesWords = alphabet.wordSeparator != nil
    }

    /// For texts of whose alphabet only this is known: it has no capitals and an apostrophe.
    init(turkish: Bool) {
        spelled = [" ", "'"]
        lowercases = true
        locale = turkish ? Self.turkish : nil
        separatesWords = true
    }

    public func applied(to text: String) -> String {
        var text = text.precomposedStringWithCanonicalMapping
        if lowercases {
            text = (locale.map { text.lowercased(with: $0) } ?? text.lowercased()).precomposedStringWithCanonicalMapping
        }
        var words = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        var quotes = 0
        for (index, scalar) in scalars.enumerated() {
            let startsWord = index == 0 || !scalars[index - 1].properties.isAlphabetic
            let endsWord = index + 1 == scalars.count || !scalars[index + 1].properties.isAlphabetic
            if spelled.contains(scalar) {
                words.append(scalar)
            } else if scalar == "‘", startsWord {
                quotes += 1
            } else if scalar == "’", endsWord, quotes > 0 {
                quotes -= 1
            } else if Self.apostrophes.contains(scalar) {
                if spelled.contains("'") { words.append("'") }
            } else if Self.isSilent(scalar) {
                words.append(" ")
            } else if !Self.invisible.contains(scalar) {
                words.append(scalar)
            }
        }
        return String(words).split(whereSeparator: \.isWhitespace).joined(separator: separatesWords ? " " : "")
    }

    private static let turkish = Locale(identifier: "tr")

    private static let apostrophes: Set<Unicode.Scalar> = ["'", "’", "‘", "‛", "ʼ", "ʻ", "′", "＇", "`", "´"]

    /// Soft hyphen, zero-width space, word joiner, byte order mark and the marks of direction.
    private static let invisible: Set<Unicode.Scalar> = [
        "\u{AD}", "\u{200B}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}",
        "\u{2060}", "\u{FEFF}",
    ]

    /// Unicode's punctuation that has a name of its own when a text is read.
    private static let spoken: Set<Unicode.Scalar> = ["%", "&", "@", "#", "*", "/", "\\", "§", "¶", "†", "‡", "‰"]

    private static func isSilent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            !spoken.contains(scalar)
        default:
            false
        }
    }
}
