import Foundation
import Recognition
import Safetensors
import Testing

@Suite struct ModelTests {
    static func tinyConfiguration() -> ModelConfiguration {
        var configuration = ModelConfiguration()
        configuration.name = "tiny"
        configuration.network.layers = 1
        configuration.network.hiddenSize = 8
        return configuration
    }

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("asr-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func savedModelComesBack() throws {
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = try Model(Self.tinyConfiguration(), seed: 3)
        try model.save(to: folder, as: .float32)
        let exact = try Model(folder: folder)
        #expect(exact.parameters == model.parameters)
        #expect(exact.configuration == model.configuration)
        try model.save(to: folder, as: .float16)
        #expect(try Model(folder: folder).parameters == model.parameters.map { Float(Float16($0)) })
    }

    @Test func quantizedModelComesBackAsItIs() throws {
        let (folder, copy) = (try Self.temporaryFolder(), try Self.temporaryFolder())
        defer { for folder in [folder, copy] { try? FileManager.default.removeItem(at: folder) } }
        let model = try Model(Self.tinyConfiguration(), seed: 3)
        try model.save(to: folder, quantized: true)
        let quantized = try Model(folder: folder)
        for entry in model.network.layout.entries {
            let (before, after) = (model.parameters[entry.range], quantized.parameters[entry.range])
            let greatest = before.map(abs).max() ?? 0
            #expect(zip(before, after).allSatisfy { abs($0 - $1) <= greatest / 127 }, "\(entry.name)")
        }
        // Weights of 8 bits are rounded to themselves.
        try quantized.save(to: copy, quantized: true)
        let files = [folder, copy].map { $0.appendingPathComponent(Model.weightsFile) }
        let tensors = try files.map { try SafetensorsFile(contentsOf: $0).tensors }
        #expect(tensors[0].filter { $0.value.shape.count == 2 } == tensors[1].filter { $0.value.shape.count == 2 })
        // A recording gives nearly what the whole weights give.
        let samples = (0..<16000).map { sin(Float($0 * $0 % 7919)) }
        let rows = try [model, quantized].map { try Recognizer($0).logProbabilities(of: samples).values }
        #expect(zip(rows[0], rows[1]).allSatisfy { abs($0 - $1) < 0.1 } && rows[0] != rows[1])
    }

    @Test(arguments: [
        (#"{"network": {"layer": 2}}"#, "network.layer"),
        (#"{"front_end": {"mel": {"filter": 2}}}"#, "mel.filter"),
        (#"{"fronted": {}}"#, "fronted"),
        (#"{"network": {"cell": "gur"}}"#, "network.cell"),
        (#"{"network": {"layers": "two"}}"#, "network.layers"),
        (#"{"format": 99}"#, "format 99"),
        (#"{"warps": []}"#, "warps"),
        (#"{"warps": [1, 0.4]}"#, "warps"),
        (#"{"language_model": {"file": "../en/lm.bin"}}"#, "language_model.file"),
        (#"{"language_model": {"file": "config.json"}}"#, "language_model.file"),
        ("{", "not valid JSON"),
    ])
    func badConfigurationsAreRefusedWithTheKey(text: String, named: String) throws {
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(Model.configurationFile)
        try Data(text.utf8).write(to: file)
        let error = #expect(throws: ModelError.self) { try ModelConfiguration(contentsOf: file) }
        #expect(error?.description.contains(named) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains(file.path) == true)
    }

    /// What an option is without a value may be written out.
    @Test func nullIsNothing() throws {
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(Model.configurationFile)
        try Data(#"{"voice": null, "language_model": null}"#.utf8).write(to: file)
        let configuration = try ModelConfiguration(contentsOf: file)
        #expect(configuration.voice == nil && configuration.languageModel == nil)
    }

    @Test func damagedFoldersAreRefusedWithTheFilesName() throws {
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = try Model(Self.tinyConfiguration(), seed: 3)
        try model.save(to: folder, as: .float32)
        let weights = folder.appendingPathComponent(Model.weightsFile)
        let good = try SafetensorsFile(contentsOf: weights)

        var damaged = good
        damaged.tensors["linear.bias"] = nil
        try damaged.write(to: weights)
        #expect(throws: SafetensorsError.missing(path: weights.path, tensor: "linear.bias")) {
            try Model(folder: folder)
        }
        damaged = good
        damaged.tensors["linear.bias"]?.values[2] = .nan
        try damaged.write(to: weights)
        #expect(throws: SafetensorsError.self) { try Model(folder: folder) }
        damaged = good
        damaged.tensors["stranger"] = Tensor(shape: [1], values: [0])
        try damaged.write(to: weights)
        #expect(throws: SafetensorsError.self) { try Model(folder: folder) }

        try good.write(to: weights)
        let configuration = folder.appendingPathComponent(Model.configurationFile)
        let text = try String(contentsOf: configuration, encoding: .utf8)
        try text.replacingOccurrences(of: "\"gru\"", with: "\"grue\"")
            .write(to: configuration, atomically: true, encoding: .utf8)
        #expect {
            try Model(folder: folder)
        } throws: { "\($0)".contains("network.cell") }

        // Half a terabyte, which is not asked for.
        try text.replacing(#/"hidden_size" : \d+/#, with: "\"hidden_size\" : 65536")
            .write(to: configuration, atomically: true, encoding: .utf8)
        #expect(throws: SafetensorsError.self) { try Model(folder: folder) }
    }

    /// A model that was never trained still gives words whose times and confidences are possible.
    @Test func transcriptIsWellFormed() throws {
        let recognizer = Recognizer(try Model(Self.tinyConfiguration(), seed: 3))
        let samples = (0..<48_000).map { 0.3 * Float(sin(Double($0 * $0) * 1e-6)) }
        let transcript = try recognizer.transcribe(samples: samples)
        #expect(transcript.duration == 3)
        var last = 0.0
        for word in transcript.words {
            #expect(word.start >= last && word.end > word.start && word.end <= transcript.duration)
            #expect((0...1).contains(word.confidence))
            last = word.end
        }
        #expect(transcript.words.map(\.word).joined(separator: " ") == transcript.text)
        #expect(try recognizer.transcribe(samples: []).text.isEmpty)
    }
}
