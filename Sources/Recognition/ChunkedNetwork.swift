import CTC
import Recurrent
import Signal

/// A model's front end and network over samples that come bit by bit, run a chunk at a time.
///
/// What is heard with several vocal-tract-length factors (Lee & Rose 1996) goes through the network side by side, and its
/// probabilities are averaged: which factor is the speaker's needs not be known, and where the network errs with one it
/// often does not with another.
struct ChunkedNetwork: Sendable {
    private let model: Model
    /// By warp.
    private var streams: [FeatureStream]
    private var network: NetworkStream
    /// By warp the features from the next chunk on.
    private var pending: [Features]
    /// The log-probabilities of the look-ahead behind the chunk that was run last: what it says before it is a chunk
    /// itself.
    private(set) var preview: LogProbabilities

    /// - Parameter warps: the vocal-tract-length factors to hear with.
    init(_ model: Model, warps: [Float]) {
        self.model = model
        streams = warps.map { model.frontEnd.featureStream(warp: $0) }
        network = NetworkStream(model.network, weights: model.inferenceWeights, sequences: warps.count)
        pending = warps.map { _ in Features(dimension: model.frontEnd.dimension) }
        preview = LogProbabilities(labels: model.alphabet.count)
    }

    /// Takes the samples that follow those already taken.
    mutating func append(_ samples: [Float]) {
        for index in streams.indices { pending[index].append(streams[index].append(samples)) }
    }

    /// Takes the end of the samples.
    mutating func endSamples() {
        for index in streams.indices { pending[index].append(streams[index].finish()) }
    }

    private var frames: Int { pending[0].frames }

    /// The steps that wait, the last of them perhaps not whole.
    var steps: Int { model.network.steps(frames: frames) }

    /// Runs the next chunk of a window if it is there with its look-ahead, both in steps.
    mutating func next(chunk: Int, lookahead: Int) throws(LogProbabilitiesError) -> LogProbabilities? {
        guard frames >= (chunk + lookahead) * model.configuration.network.stride else { return nil }
        return try run(steps: chunk, lookahead: lookahead)
    }

    /// Runs so many steps, with so much look-ahead as is there.
    mutating func run(steps: Int, lookahead: Int = 0) throws(LogProbabilitiesError) -> LogProbabilities {
        let stride = model.configuration.network.stride
        let taken = min(frames, (steps + lookahead) * stride)
        let input = pending.map {
            Matrix(rows: taken, columns: $0.dimension, values: Array($0.values[..<(taken * $0.dimension)]))
        }
        let logits = network.advance(input, steps: steps)
        let done = min(frames, steps * stride)
        for index in pending.indices { pending[index].removeFirst(done) }
        let result = try LogProbabilities(logits: logits.values, frames: logits.rows, labels: model.alphabet.count)
            .averaged(over: input.count)
        preview = result[frames: steps..<result.frames]
        return result[frames: 0..<steps]
    }
}
