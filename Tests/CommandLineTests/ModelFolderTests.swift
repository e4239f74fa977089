import Foundation
import Recognition
import Safetensors
import Testing

/// Where a model is looked for, and what is said of one that cannot be used.
@Suite struct ModelFolderTests {
    private let folder: TemporaryFolder
    private let clip: String

    init() throws {
        folder = try TemporaryFolder()
        clip = try folder.writeTone(700, to: "clip.wav")
    }

    private func expectFailure(_ status: Int32, naming path: String, _ words: String = "") async throws {
        for arguments in [["transcribe", "--model", folder.path("model"), clip], ["info", folder.path("model")]] {
            let result = try await Program.start(arguments).result()
            #expect(result.status == status, "\(arguments[0])")
            #expect(result.output.isEmpty)
            #expect(
                result.errors.hasPrefix("asr: ") && result.errors.contains(path) && result.errors.contains(words),
                "\(result.errors)")
        }
    }

    private func damage(_ change: (inout SafetensorsFile) throws -> Void) throws -> String {
        try folder.writeModel()
        let url = folder.url.appendingPathComponent("model/model.safetensors")
        var file = try SafetensorsFile(contentsOf: url)
        try change(&file)
        try file.write(to: url)
        return url.path
    }

    @Test func infoSaysWhatAModelIs() async throws {
        let model = try folder.writeModel()
        let result = try await Program.run("info", folder.path("model"))
        #expect(result.status == 0 && result.errors.isEmpty)
        for part in [
            folder.path("model"), "tiny", "16000 Hz", "40 × mfcc", "1 × bidirectional gru of 8",
            "\(model.parameters.count) ", "29: <blank>",
        ] {
            #expect(result.output.contains(part), "\(part) in \(result.output)")
        }
    }

    @Test func aNameIsFoundAboveTheWorkingFolderAndInTheEnvironmentsFolder() async throws {
        try folder.writeModel(to: "models/mine")
        try folder.write("", to: "deep/down/here")
        let deep = folder.url.appendingPathComponent("deep/down")
        for name in ["mine", "models/mine"] {
            let result = try await Program.run("transcribe", "--model", name, clip, in: deep)
            #expect(result.status == 0, "\(result.errors)")
        }
        #expect(try await Program.run("transcribe", "--model", "mine", clip).status == 66)
        let environment = ["ASR_MODELS": folder.path("models")]
        #expect(try await Program.run("transcribe", "--model", "mine", clip, environment: environment).status == 0)
        let home = try TemporaryFolder()
        try home.writeModel(to: ".local/share/asr/models/mine")
        #expect(
            try await Program.run("transcribe", "--model", "mine", clip, environment: ["HOME": home.url.path]).status
                == 0)
    }

    /// The model that comes with the program is found from wherever the program is started.
    @Test func theDefaultModelIsFoundFromTheRoot() async throws {
        let result = try await Program.run("info", in: URL(fileURLWithPath: "/"))
        #expect(result.status == 0)
        #expect(result.output.contains("models/en\n"))
    }

    @Test func aMissingModelSaysWhereItWasLookedFor() async throws {
        try await expectFailure(66, naming: folder.path("model"), "ASR_MODELS")
    }

    /// A new model takes no other's place.
    @Test func aModelIsNotWrittenOver() async throws {
        try folder.writeModel()
        let weights = try folder.data("model/model.safetensors")
        let model = folder.path("model")
        for arguments in [["quantize", "--model", model], ["average", model, model]] {
            let result = try await Program.start(arguments + ["--output", model]).result()
            #expect(result.status == 73 && result.errors.contains("is there already"), "\(result.errors)")
        }
        #expect(try folder.data("model/model.safetensors") == weights)
    }

    @Test func aFolderThatIsNoModel() async throws {
        try folder.write("", to: "model/readme")
        try await expectFailure(78, naming: folder.path("model"), "config.json")
    }

    @Test func damagedSettings() async throws {
        try folder.writeModel()
        let path = folder.path("model/config.json")
        for (text, words) in [
            ("{", "not valid JSON"), (#"{"format": 99}"#, "format 99"),
            (#"{"network": {"layers": "many"}}"#, "network.layers"), (#"{"network": {"layers": 0}}"#, "layers"),
            (#"{"front_end": {"mel": {"filters": 1}}}"#, "mel.filters"),
        ] {
            try folder.write(text, to: "model/config.json")
            try await expectFailure(78, naming: path, words)
        }
    }

    @Test func weightsCutOff() async throws {
        try folder.writeModel()
        let whole = try folder.data("model/model.safetensors")
        for length in [0, 5, 200, whole.count - 1] {
            let path = try folder.write(whole.prefix(length), to: "model/model.safetensors")
            try await expectFailure(78, naming: path, "truncated or damaged")
        }
    }

    @Test func weightsThatAreNotThere() async throws {
        try folder.writeModel()
        try FileManager.default.removeItem(atPath: folder.path("model/model.safetensors"))
        try await expectFailure(78, naming: folder.path("model/model.safetensors"), "No such file")
    }

    @Test func weightsOfAnotherNetwork() async throws {
        let path = try damage {
            $0.tensors["linear.weight"] = Tensor(shape: [3, 16], values: .init(repeating: 0, count: 48))
        }
        try await expectFailure(78, naming: path, "linear.weight")
    }

    @Test func weightsThatAreNotNumbers() async throws {
        let path = try damage { $0.tensors["linear.bias"]?.values[3] = .nan }
        try await expectFailure(78, naming: path, "linear.bias")
    }

    /// Weights that are numbers and whose sums are not.
    @Test func weightsThatOverflow() async throws {
        _ = try damage { file in
            for name in file.tensors.keys where name.hasPrefix("linear") {
                guard let count = file.tensors[name]?.values.count else { continue }
                file.tensors[name]?.values = .init(repeating: .greatestFiniteMagnitude, count: count)
            }
        }
        let result = try await Program.run("transcribe", "--model", folder.path("model"), clip)
        #expect(result.status == 78 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("asr: ") && result.errors.contains("weights"), "\(result.errors)")
    }
}
