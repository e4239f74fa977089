/// Samples of one channel at a wanted rate, read from an audio file in blocks.
///
/// Every format of libsndfile is read, at any rate and with any number of channels. Memory does not grow with the
/// file's length.
///
/// ```swift
/// let reader = try AudioReader(path: "clip.flac", sampleRate: 16_000)
/// while case let samples = try reader.read(upTo: 16_000), !samples.isEmpty {
///     …
/// }
/// ```
public final class AudioReader {
    /// What the file's header states.
    public let format: AudioFormat

    private let file: AudioFile
    private let channel: ChannelSelection
    private let resampler: Resampler?

    /// Samples that have been made and not yet handed out, from `cursor` on.
    private var ready: [Float] = []
    private var cursor = 0
    private var isAtEnd = false
    /// An error that waits until the samples before it have been handed out.
    private var failure: AudioError?

    /// Floats that one decoded block takes, all channels together: 64 KiB.
    private static let blockSize = 16_384

    /// Opens a file and decodes its first block.
    ///
    /// - Parameters:
    ///   - path: the file; "-" is standard input.
    ///   - raw: what the samples are, if no header says it.
    ///   - sampleRate: the rate of the samples that `read` returns, Hz.
    ///   - channel: the channels' average, or one of them.
    ///   - speed: 1.1 makes the audio a tenth faster and higher, as sox's `speed` does. It is folded into the
    ///     resampling ratio, so that it costs no second pass.
    /// - Throws: every case of `AudioError` but those of a later block.
    public init(
        path: String, raw: RawFormat? = nil, sampleRate: Int, channel: ChannelSelection = .mix, speed: Double = 1
    ) throws(AudioError) {
        file = try AudioFile(path: path, raw: raw)
        format = file.format
        let path = file.path
        self.channel = channel
        guard AudioFormat.sampleRates.contains(format.sampleRate) else {
            throw .unusableSampleRate(path: path, sampleRate: format.sampleRate)
        }
        if case .channel(let number) = channel, !(1...format.channels).contains(number) {
            throw .noSuchChannel(path: path, channel: number, channels: format.channels)
        }
        let source = Double(format.sampleRate) * speed
        resampler = source == Double(sampleRate) ? nil : try Resampler(from: source, to: Double(sampleRate))
        try refill()
    }

    /// Whether the samples come from a pipe, when its writer has them.
    public var isPipe: Bool { file.isPipe }

    /// Whether a pipe has something to read or has ended, so that ``read(upTo:)`` waits for little.
    ///
    /// - Parameter milliseconds: how long to wait for it at most.
    public func isReady(within milliseconds: Int) -> Bool {
        cursor < ready.count || isAtEnd || file.isReady(within: Int32(clamping: milliseconds))
    }

    /// Returns what has been made of the next piece of a pipe, a tenth of a second, or of a file, a block; none at the
    /// end. Some of a resampled pipe's first pieces may give nothing yet: ask ``isFinished``.
    public func readPiece() throws(AudioError) -> [Float] {
        if cursor == ready.count, !isAtEnd {
            if let failure { throw failure }
            try refill()
        }
        defer { cursor = ready.count }
        return Array(ready[cursor...])
    }

    /// Whether all samples have been handed out.
    public var isFinished: Bool { isAtEnd && cursor == ready.count }

    /// Returns the next samples, nominally in [-1, 1]: `count` of them, fewer before the end or an error, none at the
    /// end.
    ///
    /// Floating-point files and lossy formats may exceed the range a little; nothing is clipped.
    public func read(upTo count: Int) throws(AudioError) -> [Float] {
        var samples: [Float] = []
        while samples.count < count {
            if cursor == ready.count {
                if isAtEnd { break }
                if let failure {
                    guard samples.isEmpty else { break }
                    throw failure
                }
                do throws(AudioError) { try refill() } catch { failure = error }
            }
            let end = min(ready.count, cursor + count - samples.count)
            samples += ready[cursor..<end]
            cursor = end
        }
        return samples
    }

    /// Returns all samples of a file; see `init` for the parameters.
    public static func samples(
        path: String, sampleRate: Int, channel: ChannelSelection = .mix, speed: Double = 1
    ) throws(AudioError) -> [Float] {
        let reader = try AudioReader(path: path, sampleRate: sampleRate, channel: channel, speed: speed)
        var samples: [Float] = []
        while case let block = try reader.read(upTo: 65_536), !block.isEmpty {
            samples += block
        }
        return samples
    }

    /// Decodes, reduces to one channel, checks and resamples the next block.
    private func refill() throws(AudioError) {
        cursor = 0
        ready.removeAll(keepingCapacity: true)
        let start = file.position
        let block = file.isPipe ? format.sampleRate / 10 : Self.blockSize / format.channels
        let interleaved = try file.read(upTo: max(1, block))
        guard !interleaved.isEmpty else {
            isAtEnd = true
            ready = resampler?.finish() ?? []
            return
        }
        let samples = reduce(interleaved)
        if let index = samples.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(path: file.path, second: Double(start + index) / Double(format.sampleRate))
        }
        ready = resampler?.process(samples) ?? samples
    }

    /// The chosen channel, or the average of all, of interleaved samples.
    private func reduce(_ interleaved: [Float]) -> [Float] {
        let channels = format.channels
        guard channels > 1 else { return interleaved }
        switch channel {
        case .channel(let number):
            return stride(from: number - 1, to: interleaved.count, by: channels).map { interleaved[$0] }
        case .mix:
            let scale = 1 / Float(channels)
            return stride(from: 0, to: interleaved.count, by: channels).map { first in
                var sum: Float = 0
                for index in first..<(first + channels) { sum += interleaved[index] }
                return sum * scale
            }
        }
    }
}
