/// The words of a model, numbered in the order of their UTF-8 bytes behind three special ones.
///
/// Because they are sorted, the words that begin alike stand together, and the list itself serves as a prefix tree.
public struct Vocabulary: Sendable, Equatable {
    /// Stands for every word that is not in the list.
    public static let unknown: UInt32 = 0
    /// Stands before a sentence.
    public static let start: UInt32 = 1
    /// Stands behind a sentence.
    public static let end: UInt32 = 2
    /// How these are written, by number.
    public static let specials = ["<unk>", "<s>", "</s>"]
    /// The most words, which is what 24 bits number.
    static let limit = 1 << 24

    /// All words, one behind the other.
    let bytes: [UInt8]
    /// Where each begins, and where the last ends.
    let offsets: [UInt32]

    /// The number of words, the special ones among them.
    public var count: Int { offsets.count - 1 }

    /// Makes a vocabulary of words in any order, which may repeat; special ones are passed over.
    public init(_ words: some Sequence<String>) throws(LanguageModelError) {
        // By their bytes, as they are looked up: strings are equal, too, where only their composition differs.
        let specials = Self.specials.map { Array($0.utf8) }
        let sorted = Set(words.map { Array($0.utf8) }).subtracting(specials)
            .sorted { $0.lexicographicallyPrecedes($1) }
        let all = specials + sorted
        guard all.count <= Self.limit else { throw .tooManyWords(all.count, limit: Self.limit) }
        var offsets: [UInt32] = [0]
        for word in all { offsets.append(offsets[offsets.count - 1] + UInt32(word.count)) }
        bytes = Array(all.joined())
        self.offsets = offsets
    }

    /// Takes words as ``init(_:)`` sorts them, without the special ones; nil where they are not so sorted.
    init?(sorted words: some Collection<Substring.UTF8View>) {
        var (bytes, offsets): ([UInt8], [UInt32]) = ([], [0])
        for word in Self.specials {
            bytes += word.utf8
            offsets.append(UInt32(bytes.count))
        }
        guard words.count + Self.specials.count <= Self.limit else { return nil }
        var previous: Substring.UTF8View?
        for word in words {
            if let previous, !previous.lexicographicallyPrecedes(word) { return nil }
            bytes += word
            offsets.append(UInt32(bytes.count))
            previous = word
        }
        self.init(bytes: bytes, offsets: offsets)
    }

    /// Takes what ``init(_:)`` has made, as a file holds it.
    init(bytes: [UInt8], offsets: [UInt32]) {
        self.bytes = bytes
        self.offsets = offsets
    }

    /// The word of a number below ``count``.
    public subscript(word: UInt32) -> String { String(decoding: spelling(of: word), as: UTF8.self) }

    /// The number of a word; ``unknown`` if it is not in the list. O(log n).
    public subscript(word: String) -> UInt32 {
        var word = word
        return word.withUTF8 { self[$0] }
    }

    /// The number of a word in UTF-8; ``unknown`` if it is not in the list.
    subscript(word: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var (low, high) = (Self.specials.count, count)
        while low < high {
            let middle = (low + high) / 2
            if spelling(of: UInt32(middle)).lexicographicallyPrecedes(word) { low = middle + 1 } else { high = middle }
        }
        if low < count, spelling(of: UInt32(low)).elementsEqual(word) { return UInt32(low) }
        return UInt32(Self.specials.firstIndex { $0.utf8.elementsEqual(word) } ?? Int(Self.unknown))
    }

    private func spelling(of word: UInt32) -> ArraySlice<UInt8> {
        bytes[Int(offsets[Int(word)])..<Int(offsets[Int(word) + 1])]
    }
}

// MARK: - As a prefix tree

extension Vocabulary {
    /// The words that begin with some bytes.
    public struct Beginning: Sendable, Hashable {
        /// The numbers of these words.
        public var words: Range<UInt32>
        /// How many bytes they share.
        public var length: Int

        public init(words: Range<UInt32>, length: Int) {
            self.words = words
            self.length = length
        }
    }

    /// The beginning of every word: no bytes yet.
    public var anyWord: Beginning { Beginning(words: UInt32(Self.specials.count)..<UInt32(count), length: 0) }

    /// The words of a beginning that go on with a byte. O(log of their number).
    public func extend(_ beginning: Beginning, by byte: UInt8) -> Beginning {
        let first = boundary(beginning) { $0 < Int(byte) }
        let rest = Beginning(words: first..<beginning.words.upperBound, length: beginning.length)
        return Beginning(words: first..<boundary(rest) { $0 == Int(byte) }, length: beginning.length + 1)
    }

    /// The word that a beginning is by itself, if it is one.
    public func word(of beginning: Beginning) -> UInt32? {
        // The shortest word that begins so stands first.
        guard let first = beginning.words.first, spelling(of: first).count == beginning.length else { return nil }
        return first
    }

    /// The first word whose next byte (−1 at its end) is not `before`.
    private func boundary(_ beginning: Beginning, before: (Int) -> Bool) -> UInt32 {
        var (low, high) = (beginning.words.lowerBound, beginning.words.upperBound)
        while low < high {
            let middle = (low + high) / 2
            let position = Int(offsets[Int(middle)]) + beginning.length
            let byte = position < Int(offsets[Int(middle) + 1]) ? Int(bytes[position]) : -1
            if before(byte) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
