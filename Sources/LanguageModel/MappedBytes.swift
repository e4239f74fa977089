import Foundation

/// Bytes that are read as they are needed: a file's, or a copy.
final class MappedBytes: @unchecked Sendable {
    // Nothing writes to the pages before they are unmapped, which is when nobody holds this object any more.

    let bytes: UnsafeRawBufferPointer

    init(contentsOf path: String) throws(LanguageModelError) {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: "it is no file")
        }
        guard status.st_size > 0 else { throw .malformed(path: path, reason: "it is empty") }
        guard let start = mmap(nil, status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: start, count: status.st_size)
    }

    /// Gives the memory of a file's bytes back until they are read again: for when all were read once, and few will be.
    func rest() {
        if isMapped { madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, MADV_DONTNEED) }
    }

    init(copying source: [UInt8]) {
        let start = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 8)
        start.copyBytes(from: source)
        bytes = UnsafeRawBufferPointer(start)
        isMapped = false
    }

    private var isMapped = true

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        } else {
            bytes.deallocate()
        }
    }
}
