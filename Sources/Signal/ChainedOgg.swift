import Foundation

/// Ogg files with several streams one behind the other, as `cat` joins them and recorders of internet radio write them.
/// libsndfile reads the first and says nothing of the others.
///
/// RFC 3533, "The Ogg Encapsulation Format Version 0", 2003.
enum ChainedOgg {
    /// Whether a stream begins behind another. O(pages), without decoding; false of other formats.
    ///
    /// - Parameters:
    ///   - descriptor: of the file; its position stays.
    ///   - size: the file's bytes.
    static func isChained(descriptor: Int32, size: Int) -> Bool {
        var page = [UInt8](repeating: 0, count: headerSize + 255)
        var offset = 0
        var begun = false
        while offset + headerSize <= size {
            let count = pread(descriptor, &page, page.count, off_t(offset))
            guard count >= headerSize, page.starts(with: "OggS".utf8) else { return false }
            let beginsStream = page[5] & 2 != 0
            // Streams that run side by side all begin before one goes on.
            if beginsStream, begun { return true }
            if !beginsStream { begun = true }
            let segments = Int(page[headerSize - 1])
            guard headerSize + segments <= count else { return false }
            offset += headerSize + segments
            for length in page[headerSize..<headerSize + segments] { offset += Int(length) }
        }
        return false
    }

    /// The bytes of a page before its segments' lengths.
    private static let headerSize = 27
}
