import Foundation
import Recognition
import Testing

/// `asr finetune` from a tiny model, on tones with texts beside them.
@Suite struct FinetuneTests {
    private let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("mine"), withIntermediateDirectories: true)
        for index in 0..<9 {
            try folder.writeTone(250 * Double(index + 1), to: "mine/\(index).wav")
            try folder.write("A b\(index.isMultiple(of: 2) ? "c" : "d").\n", to: "mine/\(index).txt")
        }
        try folder.write(
            #"{"network": {"layers": 1, "hidden_size": 4}, "training": {"epochs": 1, "batch_seconds": 2}}"#,
            to: "config.json")
        let result = try await Program.run(
            "train", "--train", "mine", "--config", "config.json", "--output", "base", in: folder.url)
        // Capitals and full stops are for fine-tuning to take away.
        #expect(result.status == 65)
        try folder.write(#"{"audio_filepath": "mine/0.wav", "text": "a bc"}"#, to: "base.jsonl")
        let trained = try await Program.run(
            "train", "--train", "base.jsonl", "--config", "config.json", "--output", "base", in: folder.url)
        try #require(trained.status == 0, "\(trained.errors)")
    }

    private func finetune(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(["finetune", "--model", "base"] + arguments, in: folder.url).result()
    }

    @Test func aFolderOfTextsMakesAModel() async throws {
        let result = try await finetune(
            "--train", "mine", "--reference", "base.jsonl", "--replay", "base.jsonl:0.5", "--epochs", "2", "--output",
            "new")
        #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
        for words in ["9 texts changed", "split off", "(reference)", "--model new"] {
            #expect(result.errors.contains(words), "\(words): \(result.errors)")
        }
        #expect(try Model(folder: folder.url.appendingPathComponent("new")).configuration.name == "new")
        for file in ["log.jsonl", "curves.png", "summary.json", "checkpoint.safetensors"] {
            #expect(try folder.data("new/training/\(file)").count > 100)
        }
        // Nothing is written over.
        let model = try folder.data("new/model.safetensors")
        let again = try await finetune("--train", "mine", "--output", "new")
        #expect(again.status == 65 && again.errors.contains("--resume"), "\(again.errors)")
        let base = try await finetune("--train", "mine", "--output", "mine-too")
        #expect(base.status == 0)
        #expect(try folder.data("new/model.safetensors") == model)
    }

    @Test func aDryRunTellsAllAndWritesNothing() async throws {
        try folder.write("seven 7", to: "mine/0.txt")
        try FileManager.default.removeItem(atPath: folder.path("mine/1.txt"))
        try folder.write("RIFF", to: "mine/2.wav")
        let result = try await finetune("--train", "mine", "--dry-run", "--output", "new")
        #expect(result.status == 0)
        for words in ["U+0037", "mine/1.txt", "mine/2.wav", "6 of 8", "epochs"] {
            #expect(result.errors.contains(words), "\(words): \(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
    }

    @Test func aModelThatIsThereIsNotTouched() async throws {
        try FileManager.default.removeItem(atPath: folder.path("base/training"))
        let before = try folder.data("base/model.safetensors")
        for more in [["--dry-run"], [], ["--resume"]] {
            let result = try await Program.start(
                ["finetune", "--model", "base", "--train", "mine", "--output", "base"] + more, in: folder.url
            ).result()
            #expect(result.status == 65 && result.errors.contains("base/model.safetensors"), "\(result.errors)")
        }
        #expect(try folder.data("base/model.safetensors") == before)
    }

    @Test func anAlphabetComesFromTheTextsOrAFile() async throws {
        let texts = try await finetune("--train", "mine", "--alphabet", "from-data", "--dry-run")
        #expect(texts.status == 0 && texts.errors.contains("alphabet of the texts: a b c d"), "\(texts.errors)")
        try folder.write("\u{FEFF}a\nb\nc\n", to: "letters.txt")
        let file = try await finetune("--train", "mine", "--alphabet", "letters.txt", "--dry-run")
        #expect(file.status == 0 && file.errors.contains("'d' (U+0064) 4 ×"), "\(file.errors)")
        #expect(file.errors.contains("4 labels"))
        try folder.write(#"["<blank>", 7]"#, to: "letters.json")
        let wrong = try await finetune("--train", "mine", "--alphabet", "letters.json", "--dry-run")
        #expect(wrong.status == 64 && wrong.errors.contains("letters.json"), "\(wrong.errors)")
    }

    @Test(arguments: [
        (["--train", "mine"], "--output"), (["--train", "nowhere", "--dry-run"], "nowhere"),
        (["--train", "mine", "--dry-run", "--freeze", "7", "--output", "new"], "7 layers"),
        (["--train", "mine", "--dry-run", "--freeze", "7"], "7 layers"),
        (["--train", "mine", "--dry-run", "--lm", "adapt"], "language model"),
        (["--train", "mine", "--dry-run", "--lm", "gone.bin"], "gone.bin"),
        (["--train", "mine", "--dry-run", "--noise-share", "0.5"], "--noise"),
        (["--train", "mine", "--dry-run", "--replay", "base.jsonl:2000"], "at most 1000"),
    ])
    func whatCannotBeIsRefusedAtOnce(arguments: [String], words: String) async throws {
        let result = try await Program.start(["finetune", "--model", "base"] + arguments, in: folder.url).result()
        #expect(result.status != 0 && result.errors.contains(words), "\(result.errors)")
    }
}
