import Foundation
import Recurrent

/// Random inputs of a ``TrainingShape`` on disk, the same for both sides.
struct TrainingInputs {
    let shape: TrainingShape
    /// Utterances × frames × features.
    let features: [Float]
    /// Of the whole network, in the order of PyTorch's `parameters()`.
    let parameters: [Float]
    /// Utterances × steps × outputs: for the loss by itself.
    let logits: [Float]
    /// Utterances × labels.
    let labels: [[Int]]

    /// Draws them.
    init(_ shape: TrainingShape) throws {
        var random = SplitMix64(seed: 1)
        func draw(_ count: Int) -> [Float] { (0..<count).map { _ in Float.random(in: -2...2, using: &random) } }
        self.shape = shape
        features = draw(shape.utterances * shape.frames * shape.features)
        logits = draw(shape.utterances * shape.steps * shape.outputs)
        labels = (0..<shape.utterances).map { _ in
            (0..<shape.labels).map { _ in Int.random(in: 1..<shape.outputs, using: &random) }
        }
        parameters = try shape.network.layout.initialValues(seed: 1)
    }

    /// Reads them back.
    init(folder: URL) throws {
        let decoder = JSONDecoder()
        func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
        shape = try decoder.decode(TrainingShape.self, from: Data(contentsOf: url("shape.json")))
        labels = try decoder.decode([[Int]].self, from: Data(contentsOf: url("labels.json")))
        features = try Floats.read(
            url("features.f32"), count: shape.utterances * shape.frames * shape.features)
        parameters = try Floats.read(url("parameters.f32"), count: shape.network.layout.count)
        logits = try Floats.read(url("logits.f32"), count: shape.utterances * shape.steps * shape.outputs)
    }

    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
        try encoder.encode(shape).write(to: url("shape.json"))
        try encoder.encode(labels).write(to: url("labels.json"))
        try Floats.write(features, to: url("features.f32"))
        try Floats.write(parameters, to: url("parameters.f32"))
        try Floats.write(logits, to: url("logits.f32"))
    }
}
