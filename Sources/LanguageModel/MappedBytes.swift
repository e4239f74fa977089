import Safetensors

/// Bytes that are read as they are needed: a file's, or a copy.
final class MappedBytes: @unchecked Sendable {
    // @unchecked: nothing writes to the bytes before they are given back, which is when nobody holds this object any more.

    let bytes: UnsafeRawBufferPointer
    /// Whose bytes these are; nil for a copy.
    private let file: MappedFile?

    init(contentsOf path: String) throws(LanguageModelError) {
        do {
            let file = try MappedFile(path)
            (bytes, self.file) = (file.bytes, file)
        } catch {
            throw switch error {
            case .unreadable(let reason): .unreadable(path: path, reason: reason)
            case .noFile: .unreadable(path: path, reason: "it is no file")
            case .empty: .malformed(path: path, reason: "it is empty")
            }
        }
    }

    init(copying source: [UInt8]) {
        let start = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 8)
        start.copyBytes(from: source)
        bytes = UnsafeRawBufferPointer(start)
        file = nil
    }

    deinit {
        if file == nil { bytes.deallocate() }
    }

    /// Gives the memory of a file's bytes back until they are read again: for when all were read once, and few will be.
    func rest() { file?.rest(bytes) }
}
