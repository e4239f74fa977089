/// Where everything is in a binary model. All numbers are little-endian, and every part begins at a multiple of 8 bytes.
///
///     0    "ASRNGRAM"
///     8    version, order (UInt32)
///     16   checksum of all that follows (UInt64)
///     24   words, bytes of their spelling (UInt32)
///     32   n-grams of length 1 to 5 (UInt32), 4 bytes unused
///     56   for length 1 to 5: least logarithm and step of the probabilities, of the weights (Float)
///     136  where each word's spelling begins (UInt32), and the last one's ends
///          the spellings (UTF-8)
///          for each length: last words (24 bits; not for length 1), probabilities (UInt16) and, below the highest
///          length, weights (UInt16) and where each one's children begin on the next level (UInt32), and the last's end
struct ModelLayout {
    static let magic = Array("ASRNGRAM".utf8)
    static let version: UInt32 = 1
    static let checksumOffset = 16
    static let headerSize = 136

    /// Where the parts of a level begin.
    struct Level {
        var words = 0
        var probabilities = 0
        var backoffs = 0
        var children = 0
    }

    private(set) var wordOffsets = headerSize
    private(set) var spellings = 0
    private(set) var levels: [Level] = []
    /// The size of the whole.
    private(set) var size = headerSize

    init(words: Int, spellingBytes: Int, counts: [Int]) {
        wordOffsets = place(4 * (words + 1))
        spellings = place(spellingBytes)
        for (level, count) in counts.enumerated() {
            var parts = Level()
            // A byte more, so that every word can be read with its neighbour's first byte.
            if level > 0 { parts.words = place(3 * count + 1) }
            parts.probabilities = place(2 * count)
            if level < counts.count - 1 {
                parts.backoffs = place(2 * count)
                parts.children = place(4 * (count + 1))
            }
            levels.append(parts)
        }
    }

    private mutating func place(_ bytes: Int) -> Int {
        defer { size += (bytes + 7) / 8 * 8 }
        return size
    }

    /// A checksum of bytes that are a multiple of 8: any one word that changes changes it. Four sums run side by side,
    /// because a multiplication takes longer than it lasts until the next can begin.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        func add(_ word: UInt64, to sum: inout UInt64) {
            sum = (sum ^ word) &* prime
            sum ^= sum >> 32
        }
        var sums: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        let words = bytes.count / 8
        for index in stride(from: 0, to: words - words % 4, by: 4) {
            add(word(index), to: &sums.0)
            add(word(index + 1), to: &sums.1)
            add(word(index + 2), to: &sums.2)
            add(word(index + 3), to: &sums.3)
        }
        let rest = words - words % 4
        if rest < words { add(word(rest), to: &sums.0) }
        if rest + 1 < words { add(word(rest + 1), to: &sums.1) }
        if rest + 2 < words { add(word(rest + 2), to: &sums.2) }
        return [sums.0, sums.1, sums.2, sums.3].reduce(UInt64(words)) { ($0 ^ $1) &* prime }
    }
}

/// Logarithms between a least and a greatest as 16-bit numbers: 15 nats apart, they are off by at most 0.00012.
struct Quantization: Equatable {
    var least: Float = 0
    var step: Float = 0

    /// No logarithm is kept below this: a probability of 10⁻²⁰.
    private static let floor: Float = -46

    init(least: Float, step: Float) {
        self.least = least
        self.step = step
    }

    init(_ logarithms: some Sequence<Float>) {
        let finite = logarithms.lazy.filter(\.isFinite).map { max($0, Self.floor) }
        guard let least = finite.min(), let greatest = finite.max() else { return }
        self.least = least
        step = (greatest - least) / 65535
    }

    var isFinite: Bool { least.isFinite && step.isFinite }

    func encoded(_ logarithm: Float) -> UInt16 {
        guard step > 0 else { return 0 }
        return UInt16(min(65535, max(0, ((logarithm - least) / step).rounded())))
    }

    @inline(__always)
    func decoded(_ code: UInt16) -> Float { least + step * Float(code) }
}
