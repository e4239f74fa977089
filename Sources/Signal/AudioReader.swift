/// Samples of one channel at a wanted rate, read from an audio file in blocks of any size.
///
/// ```swift
/// let reader = try AudioReader(path: "clip.flac", sampleRate: 16_000)
/// while case let samples = try reader.read(upTo: 16_000), !samples.isEmpty {
///     …
/// }
/// ```
public final class AudioReader {
    private let source: ChannelReader

    /// Samples that have been made and not yet handed out, from `cursor` on.
    private var ready: [Float] = []
    private var cursor = 0
    /// An error that waits until the samples before it have been handed out.
    private var failure: AudioError?

    /// Opens a file and decodes its first block.
    ///
    /// - Parameters:
    ///   - path: the file; "-" is standard input.
    ///   - raw: what the samples are, if no header says it.
    ///   - sampleRate: the rate of the samples that `read` returns, Hz; nil for the file's own.
    ///   - channel: the channels' average, or one of them.
    ///   - speed: 1.1 makes the audio a tenth faster and higher: see ``ChannelReader``.
    ///   - span: which piece of the file to read; nil for all of it.
    /// - Throws: every case of `AudioError` but those of a later block.
    public init(
        path: String, raw: RawFormat? = nil, sampleRate: Int?, channel: ChannelSelection = .mix, speed: Double = 1,
        span: AudioSpan? = nil
    ) throws(AudioError) {
        source = try ChannelReader(
            path: path, raw: raw, sampleRate: sampleRate, channel: channel, speed: speed, span: span)
        try refill()
    }

    /// What the file's header states.
    public var format: AudioFormat { source.format }

    /// Seconds that the file's header promises, where it holds fewer; nil of others.
    public var promisedSeconds: Double? { source.promisedSeconds }

    /// Whether all samples have been handed out.
    public var isFinished: Bool { source.isFinished && cursor == ready.count }

    /// Returns what has been made of the next block; see ``ChannelReader/readPiece()``.
    public func readPiece() throws(AudioError) -> [Float] {
        if cursor == ready.count {
            if let failure { throw failure }
            try refill()
        }
        defer { cursor = ready.count }
        return Array(ready[cursor...])
    }

    /// Returns the next samples, nominally in [-1, 1]: `count` of them, fewer before the end or an error, none at the
    /// end.
    public func read(upTo count: Int) throws(AudioError) -> [Float] {
        var samples: [Float] = []
        while samples.count < count {
            if cursor == ready.count {
                if source.isFinished { break }
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
        try AudioReader(path: path, sampleRate: sampleRate, channel: channel, speed: speed).readAll()
    }

    /// Returns all samples that are left.
    public func readAll() throws(AudioError) -> [Float] {
        var samples: [Float] = []
        while case let block = try read(upTo: 65_536), !block.isEmpty {
            samples += block
        }
        return samples
    }

    private func refill() throws(AudioError) {
        cursor = 0
        ready.removeAll(keepingCapacity: true)
        ready = try source.readPiece()[0]
    }
}
