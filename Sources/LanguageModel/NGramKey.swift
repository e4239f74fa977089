/// Up to five words as one number, the first in the highest bits: sorted keys of one length are sorted n-grams.
typealias NGramKey = UInt128

extension NGramKey {
    /// The most words of a key.
    static let maximumOrder = 5
    private static var bits: NGramKey { 24 }

    /// The words followed by one more.
    @inline(__always)
    func appending(_ word: UInt32) -> NGramKey { self << Self.bits | NGramKey(word) }

    /// The last word.
    @inline(__always)
    var lastWord: UInt32 { UInt32(truncatingIfNeeded: self) & 0xFF_FFFF }

    /// The words before the last.
    @inline(__always)
    var history: NGramKey { self >> Self.bits }

    /// The last words, so many of them.
    @inline(__always)
    func suffix(_ count: Int) -> NGramKey { self & ((1 << (Self.bits * NGramKey(count))) - 1) }

    /// The words of a key that has `count` of them.
    @inline(__always)
    func words(_ count: Int) -> some Sequence<UInt32> {
        (0..<count).lazy.map { (self >> (Self.bits * NGramKey(count - 1 - $0))).lastWord }
    }
}
