import Foundation
import Recognition
import Testing

@Suite struct EvaluateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeModel()
        for index in 0..<3 { try folder.writeTone(300 * Double(index + 1), to: "\(index).wav") }
    }

    private func line(_ audio: String, _ text: String = "a") -> String {
        #"{"audio_filepath": "\#(audio)", "text": "\#(text)"}"#
    }

    private func evaluate(_ lines: [String], _ flags: String..., arguments: [String] = []) async throws
        -> Program.Result
    {
        let manifest = try folder.write(lines.joined(separator: "\n") + "\n", to: "test.jsonl")
        return try await Program.start(
            ["evaluate", "--model", folder.path("model"), "--manifest", manifest] + flags + arguments
        ).result()
    }

    /// Texts that are what the model says give no errors, and others do.
    @Test func ratesAreMeasured() async throws {
        let recognizer = Recognizer(try Model(folder: folder.url.appendingPathComponent("model")))
        let texts = try (0..<3).map { try recognizer.transcribe(file: folder.path("\($0).wav")).text }
        try #require(texts.allSatisfy { !$0.isEmpty })
        let lines = texts.enumerated().map { line("\($0).wav", $1) }
        let right = try await evaluate(lines, "--format", "json")
        #expect(right.status == 0)
        let report = try #require(JSONSerialization.jsonObject(with: Data(right.output.utf8)) as? [String: Any])
        #expect(report["words"] != nil && report["characters"] != nil)
        #expect(try await evaluate(lines).output.contains("0.00"))
        #expect(try await evaluate([line("0.wav", "quite another text")]).output != right.output)
    }

    /// Capitals and punctuation that the model does not have are no errors, and there is no share of no words.
    @Test func referencesAreSpeltAsTheModelSpells() async throws {
        let plain = try await evaluate([line("0.wav", "it's late no")])
        let written = try await evaluate([line("0.wav", "“It’s late”, no!")])
        #expect(plain.output == written.output && !plain.errors.contains("spells"))
        #expect(written.errors.contains("1 references are compared as the model spells them"), "\(written.errors)")
        let silent = try await evaluate([line("0.wav", "")])
        #expect(silent.status == 0 && silent.output.contains("–  ") && silent.output.contains("in 0 words"))
        let unread = try await evaluate([line("gone.wav")])
        #expect(unread.status == 66 && unread.output.isEmpty)
    }

    /// A piece of a file is what the piece alone would be, also as a stream.
    @Test(arguments: [[], ["--stream"]]) func piecesOfFilesAreRead(arguments: [String]) async throws {
        let pieces = try (0..<2).map { try Data(contentsOf: folder.url.appendingPathComponent("\($0).wav")) }
            .map { WAV.samples($0) }
        try folder.write(WAV.file(pieces[0] + pieces[1]), to: "both.wav")
        let seconds = pieces.map { Double($0.count) / 16_000 }
        let spans = [(0, seconds[0]), (seconds[0], seconds[1])].map { offset, duration in
            #"{"audio_filepath": "both.wav", "offset": \#(offset), "duration": \#(duration), "text": "a"}"#
        }
        func scores(_ lines: [String]) async throws -> [String: NSObject] {
            let result = try await evaluate(lines, "--format", "json", "--worst", "0", arguments: arguments)
            #expect(result.status == 0)
            var report = try #require(
                JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: NSObject])
            report["scores"] = nil
            return report
        }
        #expect(try await scores(spans) == scores([line("0.wav"), line("1.wav")]))
        #expect(try await scores(spans) != scores([line("both.wav"), line("both.wav")]))
    }

    /// A bad line is named by its number, blank lines counted.
    @Test func aBadLineIsNamed() async throws {
        let result = try await evaluate([line("0.wav"), "", line("1.wav"), #"{"audio_filepath": "2.wav"}"#])
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("asr: \(folder.path("test.jsonl")), line 4: 'text'"), "\(result.errors)")
    }

    @Test func anAudioFileThatIsNotThereIsNamed() async throws {
        let result = try await evaluate([line("0.wav"), line("gone.wav")])
        #expect(result.status == 66 && result.output.isEmpty)
        #expect(result.errors.contains("line 2") && result.errors.contains(folder.path("gone.wav")))
    }

    @Test func aManifestThatIsNotThereIsNamed() async throws {
        let result = try await Program.run(
            "evaluate", "--model", folder.path("model"), "--manifest", folder.path("gone.jsonl"))
        #expect(result.status == 66 && result.errors.contains(folder.path("gone.jsonl")))
    }

    /// What cannot be read is named and not counted; the others are.
    @Test func anUnreadableClipIsNamed() async throws {
        try folder.write("", to: "empty.wav")
        let result = try await evaluate([line("0.wav"), line("empty.wav"), line("1.wav")])
        #expect(result.status == 65 && !result.output.isEmpty)
        #expect(result.errors.contains("empty.wav is empty") && result.errors.contains("1 of 3"))
        let nothing = try await evaluate([line("empty.wav")])
        #expect(nothing.status == 65 && !nothing.output.contains("nan"), "\(nothing)")
    }
}
