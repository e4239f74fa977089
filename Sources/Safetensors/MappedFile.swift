import Foundation

/// A file's bytes as memory that is filled when it is read.
package final class MappedFile: @unchecked Sendable {
    // @unchecked: nothing writes to the pages before they are unmapped, which is when nobody holds this object any more.

    package let bytes: UnsafeRawBufferPointer

    /// Why a file cannot be mapped.
    package enum Failure: Error {
        case unreadable(reason: String)
        case noFile
        case empty
    }

    package init(_ path: String) throws(Failure) {
        var status = stat()
        // A named pipe is not opened: its writer would see it closed.
        guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
        guard status.st_size > 0 else { throw .empty }
        guard let start = mmap(nil, status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw .unreadable(reason: String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: start, count: status.st_size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// Gives the memory of some of the bytes back until they are read again: for what was read, and hardly will be again.
    package func rest(_ part: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, let start = part.baseAddress else { return }
        let page = sysconf(Int32(_SC_PAGESIZE))
        // Pages that hold other bytes, too, stay.
        let first = (start - base + page - 1) / page * page
        let end = start - base + part.count
        let last = end == bytes.count ? end : end / page * page
        if first < last { madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED) }
    }
}
