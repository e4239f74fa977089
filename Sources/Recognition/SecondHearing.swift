import CTC

/// Hears an utterance once more when it has ended, as files are heard: with all warps, and the backward
/// direction of the network then begins behind the utterance, and not in the middle of a word.
///
/// Its network's forward direction goes on from one utterance to the next. What it remembers is an utterance, or as much
/// of it as the window of files holds.
struct SecondHearing: Sendable {
    private let window: (chunk: Int, lookahead: Int)
    private var network: ChunkedNetwork
    /// The step that comes next, counted from the stream's start.
    private var position = 0

    init(_ model: Model, warps: [Float]) {
        window = StreamWindow.file.steps(of: model)
        network = ChunkedNetwork(model, warps: warps)
    }

    /// Takes the samples that follow those already taken.
    mutating func append(_ samples: [Float]) {
        network.append(samples)
    }

    /// Takes the end of the samples.
    mutating func endSamples() {
        network.endSamples()
    }

    /// Returns what a file's window is full of, so that an utterance of any length fits into memory.
    ///
    /// - Parameter end: the step up to which the first hearing has listened, its look-ahead included.
    mutating func advance(heardTo end: Int) throws(LogProbabilitiesError) -> LogProbabilities? {
        guard end - position >= window.chunk + window.lookahead else { return nil }
        return try run(steps: window.chunk, lookahead: window.lookahead)
    }

    /// Returns the rest of the utterance that ends before a step.
    mutating func finish(at step: Int, heardTo end: Int) throws(LogProbabilitiesError) -> LogProbabilities {
        try run(steps: step - position, lookahead: end - step)
    }

    private mutating func run(steps: Int, lookahead: Int) throws(LogProbabilitiesError) -> LogProbabilities {
        position += steps
        return try network.run(steps: steps, lookahead: lookahead)
    }
}
