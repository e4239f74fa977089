/// What an audio file's header states.
public struct AudioFormat: Sendable, Equatable {
    /// Samples a second and channel.
    public let sampleRate: Int
    /// Number of channels, at least 1.
    public let channels: Int
    /// Samples a channel; nil where the format does not state it. A header may lie: allocate nothing by it.
    public let frames: Int?
    /// Container and encoding in words, as "WAV (Microsoft), Signed 16 bit PCM".
    public let description: String

    /// Length in seconds, where the header states it.
    public var duration: Double? {
        frames.map { Double($0) / Double(sampleRate) }
    }

    /// The sampling rates that are believed, in Hz. Below 1 kHz there is no speech, and a header with such a rate, or
    /// one far above any converter's, is damaged.
    static let sampleRates = 1_000...1_000_000
}
