import CSndfile
import Foundation

/// An open audio file: the only place that sees libsndfile.
///
/// The file is opened by descriptor and recognised by its contents alone; its name has no say, so that no headerless
/// data are taken for audio because of how the file is called.
final class AudioFile {
    let path: String
    let format: AudioFormat
    /// Samples a channel that have been read.
    private(set) var position = 0

    private let handle: OpaquePointer

    init(path: String) throws(AudioError) {
        let (descriptor, size) = try Self.open(path)
        var info = SF_INFO()
        // libsndfile closes the descriptor itself, also when it fails.
        guard let handle = sf_open_fd(descriptor, Int32(SFM_READ), &info, Int32(SF_TRUE)) else {
            throw Self.openingError(path: path, size: size)
        }
        self.path = path
        self.handle = handle
        format = AudioFormat(
            sampleRate: Int(info.samplerate),
            channels: Int(info.channels),
            frames: info.frames == Int64.max || info.frames < 0 ? nil : Int(info.frames),
            description: Self.describe(info.format))
    }

    deinit {
        sf_close(handle)
    }

    /// Time of the next sample, in seconds.
    var second: Double { Double(position) / Double(format.sampleRate) }

    /// Reads up to `count` samples a channel, interleaved; empty at the end.
    func read(upTo count: Int) throws(AudioError) -> [Float] {
        var read = 0
        let samples = [Float](unsafeUninitializedCapacity: count * format.channels) { buffer, initialized in
            read = buffer.baseAddress.map { Int(sf_readf_float(handle, $0, Int64(count))) } ?? 0
            initialized = max(0, read) * format.channels
        }
        position += max(0, read)
        if read < count, sf_error(handle) != Int32(SF_ERR_NO_ERROR) {
            throw .readFailed(path: path, second: second, reason: String(cString: sf_strerror(handle)))
        }
        if read == 0 { try checkLength() }
        return samples
    }

    /// Throws if the file ends before its header says so.
    private func checkLength() throws(AudioError) {
        if let frames = format.frames, position < frames, !lengthIsEstimate {
            let expected = Double(frames) / Double(format.sampleRate)
            throw .truncated(path: path, second: second, expectedSeconds: expected)
        }
        if position == 0 { throw .noSamples(path: path) }
    }

    /// MPEG and Ogg streams carry no count of samples: libsndfile estimates it.
    private var lengthIsEstimate: Bool {
        format.description.hasPrefix("MPEG") || format.description.hasPrefix("OGG")
    }
}

// MARK: - Opening

extension AudioFile {
    /// Bytes below which no header is whole: that of the plainest WAV.
    private static let smallestHeader = 44

    /// Opens a path that is neither a folder nor empty; the size is nil for a pipe or a device.
    private static func open(_ path: String) throws(AudioError) -> (descriptor: Int32, size: Int?) {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .missing(path: path)
            case EACCES, EPERM: throw .permissionDenied(path: path)
            case let code: throw .unreadable(path: path, reason: String(cString: strerror(code)))
            }
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return (descriptor, nil) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            close(descriptor)
            throw .folder(path: path)
        case S_IFREG where status.st_size == 0:
            close(descriptor)
            throw .empty(path: path)
        case S_IFREG: return (descriptor, Int(status.st_size))
        default: return (descriptor, nil)
        }
    }

    /// The error of a failed `sf_open_fd`, which libsndfile keeps under the null handle.
    private static func openingError(path: String, size: Int?) -> AudioError {
        guard sf_error(nil) == Int32(SF_ERR_UNRECOGNISED_FORMAT) else {
            return .malformed(path: path, reason: String(cString: sf_strerror(nil)))
        }
        if let size, size < smallestHeader {
            return .malformed(path: path, reason: "the file has \(size) bytes, fewer than any header")
        }
        return .notAudio(path: path)
    }

    /// The names of a format's container and encoding.
    private static func describe(_ format: Int32) -> String {
        [format & Int32(SF_FORMAT_TYPEMASK), format & Int32(SF_FORMAT_SUBMASK)].compactMap { part in
            var info = SF_FORMAT_INFO()
            info.format = part
            let size = Int32(MemoryLayout<SF_FORMAT_INFO>.size)
            let result = sf_command(nil, Int32(SFC_GET_FORMAT_INFO), &info, size)
            return result == 0 ? info.name.map { String(cString: $0) } : nil
        }.joined(separator: ", ")
    }
}
