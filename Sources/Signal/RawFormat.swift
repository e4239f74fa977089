/// What samples without a header are, as programs write them to a pipe.
public struct RawFormat: Sendable, Equatable {
    /// How a sample is written.
    public enum Encoding: String, Sendable, CaseIterable {
        /// Signed integers of 16, 24 and 32 bits, low byte first.
        case s16le, s24le, s32le
        /// Floats of 32 bits in [-1, 1], low byte first.
        case f32le
        /// The logarithmic bytes of telephony (ITU-T G.711).
        case mulaw, alaw
    }

    /// Samples a second and channel.
    public var sampleRate: Int
    /// Channels, interleaved.
    public var channels: Int
    public var encoding: Encoding

    public init(sampleRate: Int, channels: Int = 1, encoding: Encoding = .s16le) {
        self.sampleRate = sampleRate
        self.channels = channels
        self.encoding = encoding
    }
}
