import CZlib
import Foundation

/// Writes text, gzipped where the name ends in `.gz`; "-" is standard output.
struct TextOutput: ~Copyable {
    private let file: gzFile
    private let path: String
    private var buffer: [UInt8] = []

    init(_ path: String) throws(LanguageModelError) {
        let mode = path.hasSuffix(".gz") ? "wb" : "wbT"
        guard let file = path == "-" ? gzdopen(dup(STDOUT_FILENO), mode) : gzopen(path, mode) else {
            throw .unwritable(path: path, reason: String(cString: strerror(errno)))
        }
        self.file = file
        self.path = path
    }

    mutating func write(_ text: String) throws(LanguageModelError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count > 1 << 16 { try flush() }
    }

    /// Writes what is left and closes the file.
    consuming func finish() throws(LanguageModelError) {
        try flush()
        guard gzclose_w(file) == Z_OK else { throw full }
    }

    private mutating func flush() throws(LanguageModelError) {
        guard buffer.isEmpty || gzwrite(file, buffer, UInt32(buffer.count)) == buffer.count else { throw full }
        buffer.removeAll(keepingCapacity: true)
    }

    private var full: LanguageModelError { .unwritable(path: path, reason: "the disk may be full, or the reader gone") }
}
