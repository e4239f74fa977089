/// A piece of a recording.
public struct AudioSpan: Sendable, Hashable {
    /// Where it starts, in seconds from 0.
    public var start: Double
    /// How long it is, in seconds; nil to the recording's end, which also ends a piece that is longer.
    public var duration: Double?

    public init(start: Double, duration: Double? = nil) {
        precondition(
            start >= 0 && duration ?? 0 >= 0, "a span of \(duration ?? 0) s at \(start) s lies in no recording")
        (self.start, self.duration) = (start, duration)
    }
}
