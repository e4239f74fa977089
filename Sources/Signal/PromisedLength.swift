import Foundation

/// What a WAV file's header says of its samples' bytes. libsndfile believes the file's size instead, and so reads one that
/// was cut off without a word.
enum PromisedLength {
    /// Sizes from here on stand for one that was not known when the header was written: arecord writes 0x7FFFFFFF less a
    /// header, others 0xFFFFFFFF.
    private static let unknown = 0x7FFF_0000

    /// Seconds that the header promises, where the file holds fewer; nil for whole files and other formats.
    ///
    /// - Parameters:
    ///   - descriptor: of the file; its position stays.
    ///   - size: the file's bytes.
    static func seconds(descriptor: Int32, size: Int) -> Double? {
        guard bytes(4, at: 0, descriptor) == Array("RIFF".utf8), bytes(4, at: 8, descriptor) == Array("WAVE".utf8)
        else { return nil }
        var offset = 12
        var bytesPerSecond = 0
        while let name = bytes(4, at: offset, descriptor), let length = number(at: offset + 4, descriptor) {
            if name == Array("fmt ".utf8) { bytesPerSecond = number(at: offset + 16, descriptor) ?? 0 }
            if name == Array("data".utf8) {
                guard length < unknown, offset + 8 + length > size, bytesPerSecond > 0 else { return nil }
                return Double(length) / Double(bytesPerSecond)
            }
            // Chunks begin at even bytes.
            offset += 8 + length + length % 2
        }
        return nil
    }

    private static func number(at offset: Int, _ descriptor: Int32) -> Int? {
        bytes(4, at: offset, descriptor).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
    }

    private static func bytes(_ count: Int, at offset: Int, _ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
    }
}
