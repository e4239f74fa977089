/// How much of a recording goes through the bidirectional network at a time.
///
/// The forward direction carries its state exactly; the backward direction begins at the end of the look-ahead. A step's
/// text comes out when its chunk and the look-ahead behind it are there: after `chunk / 2 + lookahead` on average, and
/// `chunk + lookahead` at worst.
public struct StreamWindow: Sendable, Equatable {
    /// Seconds that are added to the result at a time.
    public var chunk: Double
    /// Seconds behind them that the backward direction sees.
    public var lookahead: Double

    public init(chunk: Double, lookahead: Double) {
        self.chunk = chunk
        self.lookahead = lookahead
    }

    /// For files: longer than most recordings, so that these go through whole, and short enough to stay in memory.
    public static let file = StreamWindow(chunk: 30, lookahead: 10)
    /// For speech that is listened to while it is spoken: decided after 0.7 s at most, at 6 % more word errors relative to
    /// the whole recording until the utterance is heard twice (docs/streaming.md has the table).
    public static let live = StreamWindow(chunk: 0.2, lookahead: 0.5)

    /// The same in steps of a model's network.
    func steps(of model: Model) -> (chunk: Int, lookahead: Int) {
        func steps(_ seconds: Double) -> Int { Int((min(seconds, 1e6) / model.stepDuration).rounded()) }
        return (max(1, steps(chunk)), max(0, steps(lookahead)))
    }
}
