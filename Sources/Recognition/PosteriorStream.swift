import CTC

/// Log-probabilities from samples that come block by block, in memory that does not grow.
///
/// The front end and the forward direction of the network carry their states. Chunks lie where the window puts them,
/// counted from the start: how samples are cut into blocks does not change a bit of the result.
struct PosteriorStream: Sendable {
    private let model: Model
    private let window: (chunk: Int, lookahead: Int)
    private var network: ChunkedNetwork

    /// - Parameter warps: the vocal-tract-length factors to hear with.
    init(_ model: Model, warps: [Float], window: StreamWindow) {
        self.model = model
        self.window = window.steps(of: model)
        network = ChunkedNetwork(model, warps: warps)
    }

    /// Takes the next samples, in [-1, 1], and returns the steps of the chunks that are complete with their look-ahead.
    mutating func append(_ samples: [Float]) throws(LogProbabilitiesError) -> LogProbabilities {
        network.append(samples)
        return try advance()
    }

    /// Returns the remaining steps; the stream takes nothing more.
    mutating func finish() throws(LogProbabilitiesError) -> LogProbabilities {
        network.endSamples()
        var result = try advance()
        if network.steps > 0 { result.append(try network.run(steps: network.steps)) }
        return result
    }

    /// Runs a whole recording through a model as files are heard.
    ///
    /// - Parameters:
    ///   - warps: the vocal-tract-length factors to hear with.
    ///   - read: gives blocks of samples, an empty one at the end.
    ///   - take: gets the steps, piece by piece.
    /// - Returns: the recording's length in seconds.
    static func run(
        _ model: Model, warps: [Float], blocks read: () throws -> [Float], _ take: (LogProbabilities) -> Void
    ) throws -> Double {
        var stream = PosteriorStream(model, warps: warps, window: .file)
        var samples = 0
        while case let block = try read(), !block.isEmpty {
            samples += block.count
            take(try stream.append(block))
        }
        take(try stream.finish())
        return Double(samples) / Double(model.configuration.frontEnd.sampleRate)
    }

    /// The same of samples that are all there.
    static func run(
        _ model: Model, warps: [Float], samples: [Float], _ take: (LogProbabilities) -> Void
    ) throws -> Double {
        var isRead = false
        return try run(
            model, warps: warps,
            blocks: {
                defer { isRead = true }
                return isRead ? [] : samples
            }, take)
    }

    /// Runs the chunks that are complete with their look-ahead.
    private mutating func advance() throws(LogProbabilitiesError) -> LogProbabilities {
        var result = LogProbabilities(labels: model.alphabet.count)
        while let chunk = try network.next(chunk: window.chunk, lookahead: window.lookahead) { result.append(chunk) }
        return result
    }
}
