import CSndfile
import Foundation

/// An audio file in memory, which libsndfile writes and reads through its virtual I/O.
final class MemoryFile {
    private var bytes: [UInt8] = []
    private var position = 0

    /// Back to the first byte.
    func rewind() { position = 0 }

    /// Opens it, hands the handle to `body` and closes it.
    ///
    /// - Parameter body: returns how many samples it wrote or read; none is an error.
    func open(
        _ info: inout SF_INFO, mode: Int, codec: Codec, _ body: (OpaquePointer) -> Int
    ) throws(AudioError) {
        var interface = SF_VIRTUAL_IO(
            get_filelen: { Int64(MemoryFile.of($0).bytes.count) },
            seek: { MemoryFile.of($2).seek($0, whence: $1) },
            read: { MemoryFile.of($2).read(into: $0, count: Int($1)) },
            write: { MemoryFile.of($2).write(from: $0, count: Int($1)) },
            tell: { Int64(MemoryFile.of($0).position) })
        var reason = "it gave no samples"
        let moved = withExtendedLifetime(self) {
            let context = Unmanaged.passUnretained(self).toOpaque()
            let opened = SndfileOpening.alone {
                let handle = sf_open_virtual(&interface, Int32(mode), &info, context)
                if handle == nil { reason = String(cString: sf_strerror(nil)) }
                return handle
            }
            guard let handle = opened else { return 0 }
            defer { sf_close(handle) }
            return body(handle)
        }
        if moved == 0 { throw .codec(name: codec.rawValue, reason: reason) }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> MemoryFile {
        guard let context else { preconditionFailure("libsndfile hands back the context that it was given") }
        return Unmanaged<MemoryFile>.fromOpaque(context).takeUnretainedValue()
    }

    private func seek(_ offset: Int64, whence: Int32) -> Int64 {
        let origin =
            switch whence {
            case SEEK_CUR: position
            case SEEK_END: bytes.count
            default: 0
            }
        position = max(0, origin + Int(offset))
        return Int64(position)
    }

    private func read(into target: UnsafeMutableRawPointer?, count: Int) -> Int64 {
        let count = max(0, min(count, bytes.count - position))
        bytes.withUnsafeBytes { target?.copyMemory(from: $0[position..<position + count]) }
        position += count
        return Int64(count)
    }

    private func write(from source: UnsafeRawPointer?, count: Int) -> Int64 {
        guard let source, count > 0 else { return 0 }
        let end = position + count
        if end > bytes.count { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
        bytes.withUnsafeMutableBytes {
            $0[position..<end].copyBytes(from: UnsafeRawBufferPointer(start: source, count: count))
        }
        position = end
        return Int64(count)
    }
}

extension UnsafeMutableRawPointer {
    fileprivate func copyMemory(from bytes: Slice<UnsafeRawBufferPointer>) {
        guard let base = UnsafeRawBufferPointer(rebasing: bytes).baseAddress else { return }
        copyMemory(from: base, byteCount: bytes.count)
    }
}
