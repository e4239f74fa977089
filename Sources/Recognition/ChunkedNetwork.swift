import CTC
import Recurrent
import Signal

/// A model's network over features that come bit by bit, run a chunk at a time.
struct ChunkedNetwork: Sendable {
    private let model: Model
    private var network: NetworkStream
    /// The features from the next chunk on.
    private var pending: Features
    /// The logits of the look-ahead behind the chunk that was run last.
    private var ahead = Matrix(rows: 0, columns: 0)

    init(_ model: Model) {
        self.model = model
        network = NetworkStream(model.network, weights: model.inferenceWeights)
        pending = Features(dimension: model.frontEnd.dimension)
    }

    /// Takes the features that follow those already taken.
    mutating func append(_ features: Features) {
        pending.append(features)
    }

    /// The steps that wait, the last of them perhaps not whole.
    var steps: Int { model.network.steps(frames: pending.frames) }

    /// Runs the next chunk of a window if it is there with its look-ahead, both in steps.
    mutating func next(chunk: Int, lookahead: Int) throws(LogProbabilitiesError) -> LogProbabilities? {
        guard pending.frames >= (chunk + lookahead) * model.configuration.network.stride else { return nil }
        return try run(steps: chunk, lookahead: lookahead)
    }

    /// Runs so many steps, with so much look-ahead as is there.
    mutating func run(steps: Int, lookahead: Int = 0) throws(LogProbabilitiesError) -> LogProbabilities {
        let stride = model.configuration.network.stride
        let frames = min(pending.frames, (steps + lookahead) * stride)
        let size = pending.dimension
        let input = Matrix(rows: frames, columns: size, values: Array(pending.values[..<(frames * size)]))
        let logits = network.advance(input, steps: steps)
        pending.removeFirst(min(pending.frames, steps * stride))
        ahead = logits.rows(steps..<logits.rows)
        return try logProbabilities(logits.rows(0..<steps))
    }

    /// What the look-ahead says before it is a chunk itself.
    func preview() throws(LogProbabilitiesError) -> LogProbabilities {
        try logProbabilities(ahead)
    }

    private func logProbabilities(_ logits: Matrix) throws(LogProbabilitiesError) -> LogProbabilities {
        try LogProbabilities(logits: logits.values, frames: logits.rows, labels: model.alphabet.count)
    }
}
