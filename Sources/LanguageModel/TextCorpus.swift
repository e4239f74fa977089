import Foundation

/// Sentences to learn from, one a line, as word numbers. Words are what white space separates, and are taken as they
/// stand: lower case, punctuation and numbers are the caller's affair.
public struct TextCorpus: Sendable {
    private var table = WordTable()
    /// The words of all sentences, numbered as they came up.
    private var tokens: [UInt32] = []
    /// Where each sentence ends among them.
    private var ends: [Int] = []

    public init() {}

    /// The number of sentences.
    public var sentences: Int { ends.count }

    /// The number of words in all sentences.
    public var words: Int { tokens.count }

    /// Adds the lines of a text: plain or gzipped, `.xz`, or "-" for standard input. Blank lines are passed over.
    ///
    /// - Parameter repeats: how many times each sentence counts.
    public mutating func read(_ path: String, repeats: Int = 1) throws(LanguageModelError) {
        try TextFile.forEachLine(of: path) { line, number throws(LanguageModelError) in
            try add(line, repeats: repeats, path: path, number: number)
        }
    }

    /// Adds a sentence.
    public mutating func add(_ sentence: String) throws(LanguageModelError) {
        let bytes = Array(sentence.precomposedStringWithCanonicalMapping.utf8)
        try bytes.withBytes { line throws(LanguageModelError) in
            try add(line, repeats: 1, path: "the text", number: sentences + 1)
        }
    }

    private mutating func add(
        _ line: UnsafeBufferPointer<UInt8>, repeats: Int, path: String, number: Int
    ) throws(LanguageModelError) {
        let start = tokens.count
        try TextFile.forEachWord(of: line) { word throws(LanguageModelError) in
            let known = table.count
            let token = table.number(of: word)
            if token == known {
                guard let text = String(validating: word, as: UTF8.self) else {
                    throw .badText(path: path, line: number, reason: TextFile.foreignEncoding)
                }
                if Vocabulary.specials.contains(text) {
                    throw .badText(path: path, line: number, reason: "the word \(text) has a meaning of its own")
                }
            }
            tokens.append(UInt32(token))
        }
        guard tokens.count > start else { return }
        let sentence = Array(tokens[start...])
        ends.append(tokens.count)
        for _ in 1..<max(1, repeats) {
            tokens += sentence
            ends.append(tokens.count)
        }
    }

    /// The words that occur at least so often, of these at most so many: the most frequent ones.
    public func vocabulary(minimumCount: Int = 1, limit: Int? = nil) throws(LanguageModelError) -> Vocabulary {
        let counts = counts
        var words = counts.indices.filter { counts[$0] >= minimumCount }
        if let limit, words.count > limit {
            // Of equally frequent words those that came up first.
            words.sort { (counts[$1], $0) < (counts[$0], $1) }
            words.removeSubrange(limit...)
        }
        return try Vocabulary(words.map { String(decoding: table[$0], as: UTF8.self) })
    }

    /// The words with how often each occurs.
    package var frequencies: [(word: String, count: Int)] {
        counts.enumerated().map { (String(decoding: table[$0], as: UTF8.self), $1) }
    }

    /// How often each word of the table occurs.
    private var counts: [Int] {
        var counts = [Int](repeating: 0, count: table.count)
        for token in tokens { counts[Int(token)] += 1 }
        return counts
    }

    /// The sentences with a vocabulary's numbers, each between ``Vocabulary/start`` and ``Vocabulary/end``.
    package func encoded(with vocabulary: Vocabulary) -> EncodedCorpus {
        let numbers = (0..<table.count).map { word in
            table[word].withUnsafeBufferPointer { vocabulary[$0] }
        }
        var encoded: [UInt32] = []
        encoded.reserveCapacity(tokens.count + 2 * sentences)
        var start = 0
        for end in ends {
            encoded.append(Vocabulary.start)
            for token in tokens[start..<end] { encoded.append(numbers[Int(token)]) }
            encoded.append(Vocabulary.end)
            start = end
        }
        return EncodedCorpus(words: encoded)
    }
}

/// Sentences as a vocabulary's numbers, one behind the other, with their starts and ends.
package struct EncodedCorpus: Sendable {
    package let words: [UInt32]

    /// Every run of so many words inside a sentence; a sentence's start alone is none.
    func nGrams(_ order: Int) -> [NGramKey] {
        var keys: [NGramKey] = []
        keys.reserveCapacity(words.count)
        var (key, length): (NGramKey, Int) = (0, 0)
        for word in words {
            if word == Vocabulary.start { (key, length) = (0, 0) }
            key = key.appending(word).suffix(order)
            length += 1
            if length >= max(order, 2) { keys.append(key) }
        }
        return keys
    }

    /// The first words of each sentence that has so many.
    func beginnings(_ order: Int) -> [NGramKey] {
        var keys: [NGramKey] = []
        var (key, length): (NGramKey, Int) = (0, 0)
        for word in words {
            if word == Vocabulary.start { (key, length) = (0, 0) }
            guard length < order else { continue }
            key = key.appending(word)
            length += 1
            if length == order { keys.append(key) }
        }
        return keys
    }
}
