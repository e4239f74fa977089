/// What was understood of a recording, of one of its channels, or of an utterance.
public struct Passage: Sendable, Equatable {
    /// Its readings, the best first; at least one.
    public var readings: [Transcript]
    /// The channel that it comes from, counted from 1; nil where channels are not kept apart.
    public var channel: Int?

    public init(_ readings: [Transcript], channel: Int? = nil) {
        precondition(!readings.isEmpty, "a passage without a reading")
        self.readings = readings
        self.channel = channel
    }

    /// The best reading.
    public var transcript: Transcript { readings[0] }

    /// What a channel is called in texts.
    public static func label(channel: Int) -> String { "Channel \(channel)" }
}
