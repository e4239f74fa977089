import Foundation
import Recognition
import Recurrent
import Safetensors
import Testing
import Training

@Suite struct CheckpointTests {
    private let folder: WAVFolder
    private let url: URL
    private let model: Model
    private let checkpoint: Checkpoint

    init() throws {
        folder = try WAVFolder()
        url = folder.url.appendingPathComponent("checkpoint.safetensors")
        var configuration = TrainingConfiguration()
        configuration.model.network.layers = 2
        configuration.model.network.hiddenSize = 3
        configuration.training.schedule.peak = 0.1
        configuration.training.seed = .max
        model = try Model(configuration.model, seed: 1)
        let count = model.parameters.count
        func values(_ seed: UInt64) -> [Float] {
            var random = SplitMix64(seed: seed)
            // Every kind of finite float: subnormal ones and both zeros as well.
            return [-0.0, 0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
                + (4..<count).map { _ in
                    let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
                    return value.isFinite ? value : 1
                }
        }
        let progress = try JSONDecoder().decode(
            Checkpoint.Progress.self,
            from: Data(
                """
                {"epoch": 3, "batch": 14, "step": 1000000007, "averageUpdates": 5, "falls": 1, "sinceBest": 0,
                 "best": \(1.0 / 3), "bestEpoch": 2, "lossSum": \(0.1 + 0.2), "labelSum": 12}
                """.utf8))
        checkpoint = Checkpoint(
            parameters: values(1), average: values(2), firstMoment: values(3), secondMoment: values(4),
            progress: progress, configuration: configuration)
        try checkpoint.write(to: url, layout: model.network.layout)
    }

    @Test func everyBitComesBack() throws {
        let read = try Checkpoint(contentsOf: url)
        for part in [\Checkpoint.parameters, \.average, \.firstMoment, \.secondMoment] {
            #expect(read[keyPath: part].map(\.bitPattern) == checkpoint[keyPath: part].map(\.bitPattern))
        }
        #expect(read.progress == checkpoint.progress)
        #expect(read.progress.lossSum == 0.1 + 0.2)
        #expect(read.configuration == checkpoint.configuration)
        let bytes = try Data(contentsOf: url)
        try read.write(to: url, layout: model.network.layout)
        #expect(try Data(contentsOf: url) == bytes)
    }

    /// The weights' moving average or, without one, the weights themselves.
    @Test func itsModelHasTheLastWeights() throws {
        var read = try Checkpoint(contentsOf: url)
        #expect(try read.model.parameters.map(\.bitPattern) == checkpoint.average.map(\.bitPattern))
        read.configuration.training.averageDecay = 0
        #expect(try read.model.parameters.map(\.bitPattern) == checkpoint.parameters.map(\.bitPattern))
        #expect(try read.model.configuration == checkpoint.configuration.model)
    }

    /// Cut anywhere, the file is refused by name.
    @Test(arguments: [0, 7, 8, 100, 5000, -1]) func aCutFileIsRefused(length: Int) throws {
        let bytes = try Data(contentsOf: url)
        try bytes.prefix(length < 0 ? bytes.count + length : length).write(to: url)
        let error = try #require(throws: (any Error).self) { try Checkpoint(contentsOf: url) }
        #expect("\(error)".contains(url.path))
    }

    @Test func aMissingFileIsRefused() throws {
        try FileManager.default.removeItem(at: url)
        let error = try #require(throws: (any Error).self) { try Checkpoint(contentsOf: url) }
        #expect("\(error)".contains(url.path))
    }

    @Test func aModelIsNoCheckpoint() throws {
        try model.save(to: folder.url)
        let weights = folder.url.appendingPathComponent(Model.weightsFile)
        let error = try #require(throws: SafetensorsError.self) { try Checkpoint(contentsOf: weights) }
        #expect("\(error)".contains(weights.path) && "\(error)".contains("no checkpoint"))
    }

    /// What is changed inside a well-formed file is found too.
    @Test func damagedContentsAreRefused() throws {
        let good = try SafetensorsFile(contentsOf: url)
        func expectRefusal(_ what: String, _ damage: (inout SafetensorsFile) throws -> Void) throws {
            var file = good
            try damage(&file)
            try file.write(to: url)
            let error = try #require(throws: (any Error).self, "\(what)") { try Checkpoint(contentsOf: url) }
            #expect("\(error)".contains(url.path), "\(what): \(error)")
        }
        try expectRefusal("a moment is missing") { $0.tensors["first_moment.linear.bias"] = nil }
        try expectRefusal("NaN") { $0.tensors["average.linear.bias"]?.values[0] = .nan }
        try expectRefusal("a tensor too many") { $0.tensors["parameters.stranger"] = Tensor(shape: [1], values: [0]) }
        try expectRefusal("another shape") {
            $0.tensors["parameters.linear.bias"] = Tensor(shape: [2], values: [0, 0])
        }
        try expectRefusal("no progress") { $0.metadata["progress"] = nil }
        try expectRefusal("progress that is no JSON") { $0.metadata["progress"] = "{" }
        try expectRefusal("an impossible network") {
            let text = try #require($0.metadata["configuration"])
            $0.metadata["configuration"] = text.replacingOccurrences(of: "\"layers\":2", with: "\"layers\":0")
        }
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let nowhere = folder.url.appendingPathComponent("gone/checkpoint.safetensors")
        let error = try #require(throws: SafetensorsError.self) {
            try checkpoint.write(to: nowhere, layout: model.network.layout)
        }
        #expect("\(error)".contains(nowhere.path))
    }
}
