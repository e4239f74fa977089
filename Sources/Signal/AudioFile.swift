import CSndfile
import Foundation

/// An open audio file: the only place that reads with libsndfile.
///
/// The file is opened by descriptor and recognised by its contents alone; its name has no say, so that no headerless
/// data are taken for audio because of how the file is called.
final class AudioFile {
    let path: String
    let format: AudioFormat
    /// Seconds that the header promises, where the file holds fewer.
    let promisedSeconds: Double?
    /// Samples a channel that have been read.
    private(set) var position = 0
    /// The sample before which reading ends, where that is before the file's end.
    private var end = Int.max

    private let handle: OpaquePointer
    private let source: AudioSource

    /// - Parameters:
    ///   - path: the file; "-" is standard input.
    ///   - raw: what the samples are, if no header says it.
    init(path: String, raw: RawFormat? = nil) throws(AudioError) {
        let source = try AudioSource(path: path)
        self.source = source
        promisedSeconds = source.size.flatMap { PromisedLength.seconds(descriptor: source.descriptor, size: $0) }
        let path = path == AudioSource.standardInput ? "standard input" : path
        var info = raw.map(Self.info) ?? SF_INFO()
        self.path = path
        handle = try SndfileOpening.alone { () throws(AudioError) in
            // libsndfile closes the descriptor itself, also when it fails.
            guard let handle = sf_open_fd(source.descriptor, Int32(SFM_READ), &info, Int32(SF_TRUE)) else {
                throw Self.openingError(path: path, source: source)
            }
            return handle
        }
        format = AudioFormat(
            sampleRate: Int(info.samplerate),
            channels: Int(info.channels),
            frames: info.frames == Int64.max || info.frames < 0 ? nil : Int(info.frames),
            description: Self.describe(info.format))
    }

    deinit {
        sf_close(handle)
    }

    /// Whether the file goes on behind what is read: see ``ChainedOgg``. O(pages).
    var isChained: Bool { source.size.map { ChainedOgg.isChained(descriptor: source.descriptor, size: $0) } ?? false }

    /// Whether samples come from a pipe, when its writer has them.
    var isPipe: Bool { source.isPipe }

    /// Whether reading would not wait, or there is nothing more to come.
    ///
    /// - Parameter milliseconds: how long to wait for it at most.
    func isReady(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: source.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }

    /// Time of the next sample, in seconds.
    var second: Double { Double(position) / Double(format.sampleRate) }

    /// Reads up to `count` samples a channel, interleaved; empty at the end.
    func read(upTo count: Int) throws(AudioError) -> [Float] {
        let count = min(count, end - position)
        guard count > 0 else { return [] }
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

    /// Goes to the start of a span, before anything is read, and has reading end with it.
    func select(_ span: AudioSpan) throws(AudioError) {
        let rate = Double(format.sampleRate)
        let start = Self.samples(span.start, rate: rate)
        // Lossy decoders need a little of what comes before to be settled.
        let seam = max(0, start - format.sampleRate / 4)
        if !isPipe, start < format.frames ?? 0, sf_seek(handle, Int64(seam), SEEK_SET) == Int64(seam) {
            position = seam
        }
        while position < start {
            guard try !read(upTo: min(65_536, start - position)).isEmpty else {
                throw .outside(path: path, second: span.start, length: second)
            }
        }
        if let duration = span.duration { end = start + Self.samples(duration, rate: rate) }
    }

    private static func samples(_ seconds: Double, rate: Double) -> Int {
        Int(min(seconds * rate, 0x1p52).rounded())
    }

    /// Throws if the file ends before its header says so.
    private func checkLength() throws(AudioError) {
        // A program that writes to a pipe does not know the length when it writes the header.
        if let frames = format.frames, position < frames, !lengthIsEstimate, !isPipe {
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

    /// What libsndfile is told of samples without a header.
    private static func info(_ raw: RawFormat) -> SF_INFO {
        let encoding =
            switch raw.encoding {
            case .s16le: SF_FORMAT_PCM_16
            case .s24le: SF_FORMAT_PCM_24
            case .s32le: SF_FORMAT_PCM_32
            case .f32le: SF_FORMAT_FLOAT
            case .mulaw: SF_FORMAT_ULAW
            case .alaw: SF_FORMAT_ALAW
            }
        var info = SF_INFO()
        info.samplerate = Int32(clamping: raw.sampleRate)
        info.channels = Int32(clamping: raw.channels)
        info.format = Int32(SF_FORMAT_RAW | encoding | SF_ENDIAN_LITTLE)
        return info
    }

    /// The error of a failed `sf_open_fd`, which libsndfile keeps under the null handle; see ``SndfileOpening``.
    private static func openingError(path: String, source: AudioSource) -> AudioError {
        guard sf_error(nil) == Int32(SF_ERR_UNRECOGNISED_FORMAT) else {
            return .malformed(path: path, reason: String(cString: sf_strerror(nil)))
        }
        if let size = source.size, size < smallestHeader {
            return .malformed(path: path, reason: "the file has \(size) bytes, fewer than any header")
        }
        return source.isPipe ? .unknownStream(path: path) : .notAudio(path: path)
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
