import Foundation
import Recognition
import Testing
import Training

@Suite struct TrainTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for index in 0..<4 { try folder.writeTone(300 * Double(index + 1), to: "\(index).wav") }
        try folder.write(
            #"{"network": {"layers": 1, "hidden_size": 4}, "training": {"epochs": 2, "batch_seconds": 2}}"#,
            to: "config.json")
    }

    private func train(_ lines: [String], _ arguments: String...) async throws -> Program.Result {
        try folder.write(lines.joined(separator: "\n"), to: "train.jsonl")
        return try await Program.start(
            ["train", "--train", "train.jsonl", "--config", "config.json", "--output", "model"] + arguments,
            in: folder.url
        ).result()
    }

    private func line(_ audio: String, _ text: String = "a") -> String {
        #"{"audio_filepath": "\#(audio)", "duration": 1, "text": "\#(text)"}"#
    }

    private var good: [String] { (0..<4).map { line("\($0).wav") } }

    @Test func aModelIsMade() async throws {
        let result = try await train(good)
        #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
        #expect(result.errors.contains("4 utterances") && result.errors.contains("--model model"))
        #expect(try Model(folder: folder.url.appendingPathComponent("model")).configuration.network.hiddenSize == 4)
        #expect(try folder.data("model/training/curves.png").count > 1000)
        #expect(try await Program.run("transcribe", "--model", "model", "0.wav", in: folder.url).status == 0)
    }

    /// A run's best weights and its last ones, which its checkpoint has.
    @Test func aRunIsAveragedWithItsLastWeights() async throws {
        #expect(try await train(good).status == 0)
        let checkpoint = folder.path("model/training/checkpoint.safetensors")
        let result = try await Program.run("average", "model:1", "\(checkpoint):3", "--output", "both", in: folder.url)
        #expect(result.status == 0, "\(result.errors)")
        func weights(_ name: String) throws -> [Float] {
            try Model(folder: folder.url.appendingPathComponent(name)).parameters
        }
        let last = try Checkpoint(contentsOf: URL(fileURLWithPath: checkpoint)).average
        let expected = zip(try weights("model"), last).map { 0.25 * $0 + 0.75 * $1 }
        // Weights are kept in 16 bits.
        #expect(zip(try weights("both"), expected).allSatisfy { abs($0 - $1) <= 1e-6 + 1e-3 * abs($1) })
    }

    /// Clips that cannot be used are named once each with the reason; the others are trained on.
    @Test func unusableClipsAreNamed() async throws {
        try folder.write(WAV.file([0.5, .nan, 0.5] + [Float](repeating: 0, count: 16_000)), to: "nan.wav")
        try folder.write("", to: "empty.wav")
        let result = try await train(
            good + [
                line("nan.wav"), line("empty.wav"), line("0.wav", "straße"),
                line("1.wav", String(repeating: "ab", count: 30)),
            ])
        #expect(result.status == 0)
        let named = result.errors.split(separator: "\n").filter { $0.hasPrefix("left out: ") }
        #expect(named.count == 4, "\(result.errors)")
        for words in ["nan.wav: the sample at", "empty.wav is empty", "U+00DF", "needs 60 network steps"] {
            #expect(named.filter { $0.contains(words) }.count == 1, "\(words)")
        }
    }

    @Test func aBadLineIsNamed() async throws {
        let result = try await train(good + ["{"])
        #expect(result.status == 65 && result.errors.contains("train.jsonl, line 5"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("model")))
    }

    @Test func aWrongConfigurationIsNamed() async throws {
        for (text, words) in [
            (#"{"training": {"epochs": 0}}"#, "epochs"), (#"{"training": {"epochs": "two"}}"#, "training.epochs"),
            (#"{"network": {"cell": "lstn"}}"#, "network.cell"), (#"{"network": {"hidden_size": 0}}"#, "hidden_size"),
            (#"{"training": {"average_decay": 1}}"#, "average_decay"), (#"{"format": 2}"#, "format 2"),
        ] {
            try folder.write(text, to: "config.json")
            let result = try await train(good)
            #expect(result.status == 78 && result.errors.contains(words), "\(result.errors)")
        }
        try FileManager.default.removeItem(atPath: folder.path("config.json"))
        #expect(try await train(good).errors.contains("config.json"))
    }

    @Test func anOutputThatCannotBeMadeIsNamed() async throws {
        try folder.write("in the way", to: "model")
        let result = try await train(good)
        #expect(result.status == 73 && result.errors.contains("model"), "\(result.errors)")
    }

    /// From a model of one layer a network of two, also where the run goes on.
    @Test func aNetworkGetsMoreLayers() async throws {
        func configure(layers: Int, epochs: Int) throws {
            try folder.write(
                #"{"network": {"layers": \#(layers), "hidden_size": 4, "layer_norm": true}, "#
                    + #""training": {"epochs": \#(epochs), "batch_seconds": 2}}"#,
                to: "config.json")
        }
        try configure(layers: 1, epochs: 1)
        #expect(try await train(good).status == 0)
        try FileManager.default.moveItem(atPath: folder.path("model"), toPath: folder.path("one"))
        try configure(layers: 2, epochs: 2)
        var result = try await train(good, "--init", "one")
        #expect(result.status == 0, "\(result.errors)")
        let model = try Model(folder: folder.url.appendingPathComponent("model"))
        #expect(model.configuration.network.layers == 2)
        result = try await train(good, "--init", "one", "--resume")
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func aModelOfAnotherShapeIsNoStart() async throws {
        try folder.writeModel(to: "other")
        let result = try await train(good, "--init", "other")
        #expect(result.status == 65 && result.errors.contains("config.json"), "\(result.errors)")
    }
}
