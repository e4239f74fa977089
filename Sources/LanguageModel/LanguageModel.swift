import Foundation

/// An n-gram language model for use: packed, and read from its file as it is needed.
///
/// ```swift
/// let model = try LanguageModel(contentsOf: "lm.bin")
/// var history = model.start
/// for word in ["good", "morning"] {
///     let (logProbability, next) = model.score(model.vocabulary[word], after: history)
///     print(word, logProbability)
///     history = next
/// }
/// print("</s>", model.score(Vocabulary.end, after: history).logProbability)
/// ```
public struct LanguageModel: Sendable {
    public let vocabulary: Vocabulary
    /// The number of n-grams by length, single words first.
    public let counts: [Int]
    /// What a search can expect of words by their beginnings.
    public let maxima: UnigramMaxima
    /// What speaks beside this model, if anything does.
    public internal(set) var companion: Companion?
    private let storage: MappedBytes
    private let levels: [Level]

    private struct Level {
        var parts: ModelLayout.Level
        var probabilities: Quantization
        var backoffs: Quantization
    }

    /// Packs a model. Its logarithms are rounded to 16 bits, a change of some 10⁻⁴ at most.
    public init(_ table: NGramTable) {
        let layout = Self.layout(counts: table.counts, vocabulary: table.vocabulary)
        let quantizations = table.levels.map { (Quantization($0.logProbabilities), Quantization($0.backoffs)) }
        storage = MappedBytes(copying: Self.packed(table, layout: layout, quantizations: quantizations))
        vocabulary = table.vocabulary
        counts = table.counts
        let levels = zip(layout.levels, quantizations).map {
            Level(parts: $0, probabilities: $1.0, backoffs: $1.1)
        }
        self.levels = levels
        maxima = Self.maxima(vocabulary, levels[0], storage)
    }

    /// Opens a binary model, and checks that it is whole.
    public init(contentsOf path: String) throws(LanguageModelError) {
        storage = try MappedBytes(contentsOf: path)
        let bytes = storage.bytes
        func bad(_ reason: String) -> LanguageModelError { .malformed(path: path, reason: reason) }
        func number(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        func quantization(_ offset: Int) -> Quantization {
            Quantization(least: Float(bitPattern: number(offset)), step: Float(bitPattern: number(offset + 4)))
        }
        guard bytes.starts(with: ModelLayout.magic) else { throw bad("it does not begin as one") }
        guard bytes.count >= ModelLayout.headerSize else { throw bad("its header is not whole") }
        guard number(8) == ModelLayout.version else {
            throw bad("it has version \(number(8)), and this program reads version \(ModelLayout.version)")
        }
        let order = Int(number(12))
        guard (1...NGramKey.maximumOrder).contains(order) else { throw bad("it has n-grams of \(order) words") }
        let counts = (0..<order).map { Int(number(32 + 4 * $0)) }
        let (words, spellingBytes) = (Int(number(24)), Int(number(28)))
        let layout = ModelLayout(words: words, spellingBytes: spellingBytes, counts: counts)
        guard layout.size == bytes.count, counts[0] == words, words >= Vocabulary.specials.count else {
            throw bad("it has \(bytes.count) bytes where \(layout.size) are announced")
        }
        let checksum = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: ModelLayout.checksumOffset, as: UInt64.self))
        guard ModelLayout.checksum(UnsafeRawBufferPointer(rebasing: bytes[24...])) == checksum else {
            throw bad("its checksum is wrong")
        }
        vocabulary = Vocabulary(
            bytes: Array(bytes[layout.spellings..<layout.spellings + spellingBytes]),
            offsets: (0...words).map { number(layout.wordOffsets + 4 * $0) })
        self.counts = counts
        let levels = layout.levels.enumerated().map { level, parts in
            Level(
                parts: parts, probabilities: quantization(56 + 16 * level),
                backoffs: quantization(64 + 16 * level))
        }
        guard levels.allSatisfy({ $0.probabilities.isFinite && $0.backoffs.isFinite }) else {
            throw bad("its logarithms are no numbers")
        }
        self.levels = levels
        maxima = Self.maxima(vocabulary, levels[0], storage)
        // The checksum has read all of it; a search asks for a small part.
        storage.rest()
    }

    private static func maxima(_ vocabulary: Vocabulary, _ level: Level, _ storage: MappedBytes) -> UnigramMaxima {
        UnigramMaxima(words: vocabulary.anyWord.words) { word in
            level.probabilities.decoded(
                load(level.parts.probabilities + 2 * Int(word), as: UInt16.self, from: storage))
        }
    }

    /// Opens a model of either form: a binary one, or an ARPA file, gzipped or not, which takes longer.
    public static func open(_ path: String) throws(LanguageModelError) -> LanguageModel {
        try isBinary(path) ? LanguageModel(contentsOf: path) : LanguageModel(NGramTable(arpa: path))
    }

    /// Whether a file begins as a binary model does.
    static func isBinary(_ path: String) throws(LanguageModelError) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        return (try? file.read(upToCount: ModelLayout.magic.count)) == Data(ModelLayout.magic)
    }

    /// The greatest length of an n-gram.
    public var order: Int { levels.count }

    /// The history at the beginning of a sentence.
    public var start: WordHistory { history(.none, followedBy: Vocabulary.start) }

    /// ln p(word | history), and the history for the word after it.
    public func score(_ word: UInt32, after history: WordHistory) -> (logProbability: Float, next: WordHistory) {
        (logProbability(of: word, after: history), self.history(history, followedBy: word))
    }

    /// Writes the binary model.
    public func write(to path: String) throws(LanguageModelError) {
        do {
            try Data(storage.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path, reason: "the folder is missing or full, or may not be written")
        }
    }

    /// The bytes of the binary model.
    public var size: Int { storage.bytes.count }

    /// The model as a table that can be mixed, pruned and written as ARPA.
    public func unpacked() -> NGramTable {
        var table = NGramTable(
            vocabulary,
            logProbabilities: (0..<counts[0]).map { $0 == Vocabulary.start ? -.infinity : logProbability($0, level: 0) }
        )
        for level in 0..<order {
            if level > 0 {
                var keys: [NGramKey] = []
                keys.reserveCapacity(counts[level])
                for (node, key) in table.keys(level: level - 1).enumerated() {
                    for child in children(of: node, level: level - 1) {
                        keys.append(key.appending(word(child, level: level)))
                    }
                }
                table.addLevel(keys, logProbabilities: (0..<counts[level]).map { logProbability($0, level: level) })
            }
            guard level < order - 1 else { break }
            for node in 0..<counts[level] { table.setBackoff(backoff(node, level: level), of: node, level: level) }
        }
        return table
    }
}

extension LanguageModel: NGramStore {
    func count(level: Int) -> Int { counts[level] }

    @inline(__always)
    func word(_ node: Int, level: Int) -> UInt32 {
        guard level > 0 else { return UInt32(node) }
        return load(levels[level].parts.words + 3 * node, as: UInt32.self) & 0xFF_FFFF
    }

    @inline(__always)
    func logProbability(_ node: Int, level: Int) -> Float {
        levels[level].probabilities.decoded(load(levels[level].parts.probabilities + 2 * node, as: UInt16.self))
    }

    @inline(__always)
    func backoff(_ node: Int, level: Int) -> Float {
        levels[level].backoffs.decoded(load(levels[level].parts.backoffs + 2 * node, as: UInt16.self))
    }

    @inline(__always)
    func children(of node: Int, level: Int) -> Range<Int> {
        let offset = levels[level].parts.children + 4 * node
        return Int(load(offset, as: UInt32.self))..<Int(load(offset + 4, as: UInt32.self))
    }

    @inline(__always)
    private func load<Number: FixedWidthInteger>(_ offset: Int, as type: Number.Type) -> Number {
        Self.load(offset, as: type, from: storage)
    }

    @inline(__always)
    private static func load<Number: FixedWidthInteger>(
        _ offset: Int, as type: Number.Type, from storage: MappedBytes
    ) -> Number {
        Number(littleEndian: storage.bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
}

// MARK: - Packing

extension LanguageModel {
    /// The bytes that a table takes when it is packed.
    static func size(of table: NGramTable) -> Int { size(counts: table.counts, vocabulary: table.vocabulary) }

    static func size(counts: [Int], vocabulary: Vocabulary) -> Int {
        layout(counts: counts, vocabulary: vocabulary).size
    }

    /// The bytes of one n-gram.
    static func entrySize(level: Int, isHighest: Bool) -> Int {
        (level > 0 ? 3 : 0) + 2 + (isHighest ? 0 : 2 + 4)
    }

    private static func layout(counts: [Int], vocabulary: Vocabulary) -> ModelLayout {
        ModelLayout(words: vocabulary.count, spellingBytes: vocabulary.bytes.count, counts: counts)
    }

    private static func packed(
        _ table: NGramTable, layout: ModelLayout, quantizations: [(Quantization, Quantization)]
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: layout.size)
        bytes.withUnsafeMutableBytes { bytes in
            func store(_ value: some FixedWidthInteger, at offset: Int) {
                bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: type(of: value))
            }
            bytes.copyBytes(from: ModelLayout.magic)
            store(ModelLayout.version, at: 8)
            store(UInt32(table.order), at: 12)
            store(UInt32(table.vocabulary.count), at: 24)
            store(UInt32(table.vocabulary.bytes.count), at: 28)
            for (index, offset) in table.vocabulary.offsets.enumerated() {
                store(offset, at: layout.wordOffsets + 4 * index)
            }
            UnsafeMutableRawBufferPointer(rebasing: bytes[layout.spellings...]).copyBytes(from: table.vocabulary.bytes)
            for (index, level) in table.levels.enumerated() {
                let parts = layout.levels[index]
                let (probabilities, backoffs) = quantizations[index]
                store(UInt32(level.count), at: 32 + 4 * index)
                for (offset, value) in [
                    probabilities.least, probabilities.step, backoffs.least, backoffs.step,
                ].enumerated() { store(value.bitPattern, at: 56 + 16 * index + 4 * offset) }
                for node in 0..<level.count {
                    if index > 0 {
                        // The fourth byte is the next word's, which is stored after this one.
                        store(level.words[node], at: parts.words + 3 * node)
                    }
                    store(probabilities.encoded(level.logProbabilities[node]), at: parts.probabilities + 2 * node)
                    if index < table.order - 1 {
                        store(backoffs.encoded(level.backoffs[node]), at: parts.backoffs + 2 * node)
                    }
                }
                for (node, child) in level.firstChildren.enumerated() { store(child, at: parts.children + 4 * node) }
            }
            store(
                ModelLayout.checksum(UnsafeRawBufferPointer(rebasing: bytes[24...])), at: ModelLayout.checksumOffset)
        }
        return bytes
    }
}
