import CTC
import Recurrent
import Signal

/// Log-probabilities from samples that come block by block, in memory that does not grow.
///
/// The front end and the forward direction of the network carry their states. Chunks lie where the window puts them,
/// counted from the start: how samples are cut into blocks does not change a bit of the result.
struct PosteriorStream: Sendable {
    private let model: Model
    private let chunk: Int
    private let lookahead: Int
    private var features: FeatureStream
    private var network: NetworkStream
    /// The features from the next chunk on.
    private var pending: Features

    init(_ model: Model, window: StreamWindow) {
        self.model = model
        chunk = max(1, Int((window.chunk / model.stepDuration).rounded()))
        lookahead = max(0, Int((min(window.lookahead, 1e6) / model.stepDuration).rounded()))
        features = model.frontEnd.featureStream()
        network = NetworkStream(model.network, weights: model.inferenceWeights)
        pending = Features(dimension: model.frontEnd.dimension)
    }

    /// Takes the next samples, in [-1, 1], and returns the steps of the chunks that are complete with their look-ahead.
    mutating func append(_ samples: [Float]) throws(LogProbabilitiesError) -> LogProbabilities {
        pending.append(features.append(samples))
        return try advance()
    }

    /// Returns the remaining steps; the stream takes nothing more.
    mutating func finish() throws(LogProbabilitiesError) -> LogProbabilities {
        pending.append(features.finish())
        var result = try advance()
        if pending.frames > 0 {
            result.append(try run(frames: pending.frames, steps: model.network.steps(frames: pending.frames)))
        }
        return result
    }

    /// Runs a whole recording through a model as files are heard.
    ///
    /// - Parameters:
    ///   - read: gives blocks of samples, an empty one at the end.
    ///   - take: gets the steps, piece by piece.
    /// - Returns: the recording's length in seconds.
    static func run(
        _ model: Model, blocks read: () throws -> [Float], _ take: (LogProbabilities) -> Void
    ) throws -> Double {
        var stream = PosteriorStream(model, window: .file)
        var samples = 0
        while case let block = try read(), !block.isEmpty {
            samples += block.count
            take(try stream.append(block))
        }
        take(try stream.finish())
        return Double(samples) / Double(model.configuration.frontEnd.sampleRate)
    }

    /// The same of samples that are all there.
    static func run(_ model: Model, samples: [Float], _ take: (LogProbabilities) -> Void) throws -> Double {
        var isRead = false
        return try run(
            model,
            blocks: {
                defer { isRead = true }
                return isRead ? [] : samples
            }, take)
    }

    /// Runs the chunks that are complete with their look-ahead.
    private mutating func advance() throws(LogProbabilitiesError) -> LogProbabilities {
        var result = LogProbabilities(labels: model.alphabet.count)
        let stride = model.configuration.network.stride
        let frames = (chunk + lookahead) * stride
        while pending.frames >= frames {
            result.append(try run(frames: frames, steps: chunk))
            pending.removeFirst(chunk * stride)
        }
        return result
    }

    private mutating func run(frames: Int, steps: Int) throws(LogProbabilitiesError) -> LogProbabilities {
        let size = pending.dimension
        let input = Matrix(rows: frames, columns: size, values: Array(pending.values[..<(frames * size)]))
        let logits = network.advance(input, steps: steps)
        return try LogProbabilities(logits: logits.values, frames: steps, labels: model.alphabet.count)
    }
}
