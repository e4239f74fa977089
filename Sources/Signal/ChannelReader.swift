import Foundation

/// A recording's channels at a wanted rate, read piece by piece in one pass.
///
/// Every format of libsndfile is read, at any rate and with any number of channels. Memory does not grow with the
/// recording's length.
///
/// ```swift
/// let reader = try ChannelReader(path: "call.flac", sampleRate: 16_000, channel: nil)
/// while !reader.isFinished {
///     for (index, samples) in try reader.readPiece().enumerated() { … }
/// }
/// ```
public final class ChannelReader {
    /// What the header states.
    public let format: AudioFormat
    /// How many channels come out: one, or all that there are.
    public let count: Int
    /// Whether everything has been handed out.
    public private(set) var isFinished = false

    private let file: AudioFile
    private let selection: ChannelSelection?
    /// One for each channel that comes out; none where the rate is right already.
    private let resamplers: [Resampler]

    /// Floats that one decoded block takes, all channels together: 64 KiB.
    private static let blockSize = 16_384

    /// Opens a recording.
    ///
    /// - Parameters:
    ///   - path: the file; "-" is standard input.
    ///   - raw: what the samples are, if no header says it.
    ///   - sampleRate: the rate of the samples that come out, Hz; nil for the recording's own.
    ///   - channel: the channels' average or one of them; nil for each by itself.
    ///   - speed: 1.1 makes the audio a tenth faster and higher, as sox's `speed` does. It is folded into the
    ///     resampling ratio, so that it costs no second pass.
    ///   - span: which piece of the recording to read; nil for all of it.
    /// - Throws: every case of `AudioError` but those of the samples.
    public init(
        path: String, raw: RawFormat? = nil, sampleRate: Int?, channel: ChannelSelection?, speed: Double = 1,
        span: AudioSpan? = nil
    ) throws(AudioError) {
        file = try AudioFile(path: path, raw: raw)
        format = file.format
        selection = channel
        count = channel == nil ? format.channels : 1
        guard AudioFormat.sampleRates.contains(format.sampleRate) else {
            throw .unusableSampleRate(path: file.path, sampleRate: format.sampleRate)
        }
        if case .channel(let number) = channel, !(1...format.channels).contains(number) {
            throw .noSuchChannel(path: file.path, channel: number, channels: format.channels)
        }
        if let span { try file.select(span) }
        let source = Double(format.sampleRate) * speed
        let target = Double(sampleRate ?? format.sampleRate)
        var resamplers: [Resampler] = []
        if source != target {
            for _ in 0..<count { resamplers.append(try Resampler(from: source, to: target)) }
        }
        self.resamplers = resamplers
    }

    /// A sample that no sound has, where full scale is 1; powers of such samples are beyond a Float.
    private static let loudest: Float = 1e6

    /// Whether the samples come from a pipe, when its writer has them.
    public var isPipe: Bool { file.isPipe }

    /// Seconds that the file's header promises, where it holds fewer; nil of others.
    public var promisedSeconds: Double? { file.promisedSeconds }

    /// What is to be said of a file of which not all is read that should be there; nil of others.
    public var warning: String? {
        if file.isChained {
            return "\(file.path) holds several Ogg streams one behind the other, and the first alone is read. "
                + "Make one of them: ffmpeg -i \(file.path) out.wav"
        }
        guard let promised = promisedSeconds, let held = format.duration else { return nil }
        return String(
            format: "%@: its header promises %.1f s, and the file holds %.1f s, which are read", file.path, promised, held)
    }

    /// Whether a pipe has something to read or has ended, so that ``readPiece()`` waits for little.
    ///
    /// - Parameter milliseconds: how long to wait for it at most.
    public func isReady(within milliseconds: Int) -> Bool {
        isFinished || file.isReady(within: Int32(clamping: milliseconds))
    }

    /// Returns what has been made of the next piece of a pipe, a tenth of a second, or of a file, a block: for each
    /// channel as many samples. Some of a resampled recording's first pieces may give nothing yet.
    ///
    /// Samples are nominally in [-1, 1]. Floating-point files and lossy formats may exceed the range a little; nothing
    /// is clipped.
    public func readPiece() throws(AudioError) -> [[Float]] {
        guard !isFinished else { return Array(repeating: [], count: count) }
        let start = file.position
        let block = file.isPipe ? format.sampleRate / 10 : Self.blockSize / format.channels
        let interleaved = try file.read(upTo: max(1, block))
        guard !interleaved.isEmpty else {
            isFinished = true
            return resamplers.isEmpty ? Array(repeating: [], count: count) : resamplers.map { $0.finish() }
        }
        let channels = chosen(interleaved)
        for samples in channels {
            guard let index = samples.firstIndex(where: { !($0.magnitude <= Self.loudest) }) else { continue }
            throw .notFinite(path: file.path, second: Double(start + index) / Double(format.sampleRate))
        }
        return resamplers.isEmpty ? channels : zip(resamplers, channels).map { $0.process($1) }
    }

    /// What is wanted of interleaved samples.
    private func chosen(_ interleaved: [Float]) -> [[Float]] {
        let channels = format.channels
        guard channels > 1 else { return [interleaved] }
        func channel(_ index: Int) -> [Float] {
            stride(from: index, to: interleaved.count, by: channels).map { interleaved[$0] }
        }
        switch selection {
        case nil: return (0..<channels).map(channel)
        case .channel(let number): return [channel(number - 1)]
        case .mix:
            let scale = 1 / Float(channels)
            let average = stride(from: 0, to: interleaved.count, by: channels).map { first in
                var sum: Float = 0
                for index in first..<(first + channels) { sum += interleaved[index] }
                return sum * scale
            }
            return [average]
        }
    }
}
