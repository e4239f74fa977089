import Foundation

// The ARPA format, as SRILM's manual page ngram-format(5) describes it. Logarithms are decimal there.
extension NGramTable {
    /// Reads an ARPA file, gzipped or not. Its n-grams may be in any order.
    public init(arpa path: String) throws(LanguageModelError) {
        var reader = ARPAReader(path: path)
        try TextFile.forEachLine(of: path) { line, number throws(LanguageModelError) in
            try reader.take(line, number: number)
        }
        self = try reader.finish()
    }

    /// Writes an ARPA file, gzipped where its name ends in `.gz`; "-" is standard output.
    public func writeARPA(to path: String) throws(LanguageModelError) {
        var output = try TextOutput(path)
        try output.write("\\data\\\n")
        for (level, count) in counts.enumerated() { try output.write("ngram \(level + 1)=\(count)\n") }
        let words = (0..<UInt32(vocabulary.count)).map { vocabulary[$0] }
        for level in 0..<order {
            try output.write("\n\\\(level + 1)-grams:\n")
            for (node, key) in keys(level: level).enumerated() {
                var line = Self.decimal(levels[level].logProbabilities[node]) + "\t"
                line += key.words(level + 1).map { words[Int($0)] }.joined(separator: " ")
                let backoff = levels[level].backoffs[node]
                if backoff != 0 { line += "\t" + Self.decimal(backoff) }
                try output.write(line + "\n")
            }
        }
        try output.write("\n\\end\\\n")
        try output.finish()
    }

    private static func decimal(_ logarithm: Float) -> String {
        logarithm == -.infinity ? "-99" : String(format: "%.7g", Double(logarithm) / log(10))
    }
}

/// Takes an ARPA file line by line.
private struct ARPAReader {
    let path: String
    private var line = 0
    /// 0 before and in the header, then the length of the n-grams that come.
    private var section = 0
    private var hasEnded = false
    /// The counts of the header.
    private var expected: [Int] = []
    private var words: [String] = []
    private var entries: [Entry] = []
    private var table: NGramTable?

    private struct Entry {
        var key: NGramKey
        var logProbability: Float
        var backoff: Float
        var line: Int
    }

    private static let never = Float(-98.99 * log(10))

    init(path: String) { self.path = path }

    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, number: Int) throws(LanguageModelError) {
        line = number
        if hasEnded { return }
        var fields: [UnsafeBufferPointer<UInt8>] = []
        try TextFile.forEachWord(of: bytes) { fields.append($0) }
        guard let first = fields.first else { return }
        if first[0] == UInt8(ascii: "\\") {
            try takeHeading(text(first))
        } else if section > 0 {
            try takeNGram(fields)
        } else if text(first) == "ngram", fields.count == 2 {
            let parts = text(fields[1]).split(separator: "=").compactMap { Int($0) }
            guard parts.count == 2, parts[0] == expected.count + 1, parts[1] >= 0 else {
                throw bad("expected 'ngram \(expected.count + 1)=COUNT'")
            }
            expected.append(parts[1])
        }
    }

    mutating func finish() throws(LanguageModelError) -> NGramTable {
        guard hasEnded, let table else { throw bad("the file ends before \\end\\; it may be truncated") }
        return table
    }

    private mutating func takeHeading(_ heading: String) throws(LanguageModelError) {
        if heading == "\\data\\" { return }
        if section > 0 { try finishSection() }
        if heading == "\\end\\" {
            guard section == expected.count, section > 0 else {
                throw bad("\(expected.count) lengths are announced, \(section) are there")
            }
            hasEnded = true
            return
        }
        section += 1
        guard heading == "\\\(section)-grams:", section <= expected.count else {
            throw bad("unexpected heading \(heading)")
        }
        guard section <= NGramKey.maximumOrder else {
            throw bad("n-grams of more than \(NGramKey.maximumOrder) words are not supported")
        }
    }

    private mutating func takeNGram(_ fields: [UnsafeBufferPointer<UInt8>]) throws(LanguageModelError) {
        guard fields.count == section + 1 || fields.count == section + 2 else {
            throw bad("expected a logarithm, \(section) words and perhaps a weight")
        }
        let probability = try number(fields[0])
        guard probability <= 1e-6 else { throw bad("\(probability) is no logarithm of a probability") }
        let backoff = fields.count == section + 2 ? try number(fields[section + 1]) : 0
        var key: NGramKey = 0
        if section == 1 {
            guard let word = String(validating: fields[1], as: UTF8.self) else { throw bad("it is not UTF-8") }
            key = NGramKey(words.count)
            words.append(word == "<UNK>" ? Vocabulary.specials[Int(Vocabulary.unknown)] : word)
        } else if let vocabulary = table?.vocabulary {
            for field in fields[1...section] {
                let word = vocabulary[field]
                if word == Vocabulary.unknown, !isUnknown(field) {
                    throw bad("the word '\(text(field))' is not among the single words")
                }
                key = key.appending(word)
            }
        }
        // "-99" is how the format says that something never happens.
        let logProbability = probability < Self.never ? -.infinity : min(0, probability)
        entries.append(Entry(key: key, logProbability: logProbability, backoff: backoff, line: line))
    }

    /// Adds the n-grams of a section to the table.
    private mutating func finishSection() throws(LanguageModelError) {
        guard entries.count == expected[section - 1] else {
            throw bad("\(expected[section - 1]) \(section)-grams are announced, \(entries.count) are there")
        }
        if section == 1 {
            let vocabulary = try Vocabulary(words)
            // What is not in the file is as good as impossible.
            table = NGramTable(vocabulary, logProbabilities: Array(repeating: -.infinity, count: vocabulary.count))
            for index in entries.indices { entries[index].key = NGramKey(vocabulary[words[index]]) }
        }
        entries.sort { $0.key < $1.key }
        if let (_, again) = zip(entries, entries.dropFirst()).first(where: { $0.key == $1.key }) {
            line = again.line
            throw bad("this n-gram has been there before")
        }
        if section > 1 {
            let missing = table?.addLevel(entries.map(\.key), logProbabilities: entries.map(\.logProbability))
            if let missing, let entry = entries.first(where: { $0.key == missing }) {
                line = entry.line
                throw bad("the n-gram without its last word is not among the \(section - 1)-grams")
            }
        }
        for (node, entry) in entries.enumerated() {
            let node = section == 1 ? Int(entry.key) : node
            if section == 1 { table?.setLogProbability(entry.logProbability, of: node, level: 0) }
            table?.setBackoff(entry.backoff, of: node, level: section - 1)
        }
        entries.removeAll()
        words.removeAll()
    }

    private func isUnknown(_ field: UnsafeBufferPointer<UInt8>) -> Bool { ["<unk>", "<UNK>"].contains(text(field)) }

    /// A decimal logarithm as a natural one.
    private func number(_ field: UnsafeBufferPointer<UInt8>) throws(LanguageModelError) -> Float {
        guard let value = Double(text(field)), value.isFinite else { throw bad("'\(text(field))' is no number") }
        return Float(value * log(10))
    }

    private func text(_ field: UnsafeBufferPointer<UInt8>) -> String { String(decoding: field, as: UTF8.self) }

    private func bad(_ reason: String) -> LanguageModelError { .badARPA(path: path, line: line, reason: reason) }
}
