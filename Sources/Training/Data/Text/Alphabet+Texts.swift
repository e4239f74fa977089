import CTC

extension Alphabet {
    /// Makes the alphabet in which texts are written: space, apostrophe if it stands inside words, and every letter and
    /// mark, in lower case and in Unicode's order. Digits, punctuation and symbols have no place in it: texts shall have
    /// them in words.
    ///
    /// A label is one scalar of normal form C, so that a letter with several marks does not need one of its own.
    ///
    /// - Parameter minimumCount: what occurs less often is left out: too little to learn it by.
    /// - Returns: the alphabet, and what was left out with its counts.
    /// - Throws: ``AlphabetError/noLabels`` where no letter occurs often enough.
    public static func collected(
        from texts: some Sequence<String>, minimumCount: Int = 2
    ) throws(AlphabetError) -> (alphabet: Alphabet, rare: [String: Int]) {
        let texts = Array(texts)
        let turkish = texts.contains { $0.contains { $0 == "ı" || $0 == "İ" } }
        let normalization = TextNormalization(turkish: turkish)
        var counts: [Unicode.Scalar: Int] = [:]
        for text in texts {
            for word in normalization.applied(to: text).split(separator: " ") {
                for scalar in word.unicodeScalars where scalar.isLetterOrMark { counts[scalar, default: 0] += 1 }
                counts["'", default: 0] += word.dropFirst().dropLast().count { $0 == "'" }
            }
        }
        let kept = counts.filter { $1 >= minimumCount }.keys.sorted()
        guard !kept.isEmpty else { throw .noLabels }
        let rare = counts.filter { $1 > 0 && $1 < minimumCount }.map { (String($0), $1) }
        return (
            try Alphabet(labels: [blankLabel, " "] + kept.map { String($0) }), Dictionary(uniqueKeysWithValues: rare)
        )
    }
}

extension Unicode.Scalar {
    fileprivate var isLetterOrMark: Bool {
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark:
            true
        default:
            false
        }
    }
}
