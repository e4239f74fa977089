import CTC
import Foundation
import Recognition
import Testing

@Suite struct TranscribeTests {
    private let folder: TemporaryFolder
    private let model: Model
    private let clips: [String]

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        model = try folder.writeModel()
        clips = try ["a.wav", "b c.wav", "-d ü.wav"].enumerated().map { index, name in
            try folder.writeTone(400 * Double(index + 1), seconds: 1 + 0.3 * Double(index), to: name)
        }
    }

    private func transcribe(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(["transcribe", "--model", folder.path("model")] + arguments).result()
    }

    private func expected(_ clip: String, _ decoding: Decoding? = nil) throws -> Transcript {
        try Recognizer(model, decoding: decoding).transcribe(file: clip)
    }

    /// One file: its text and nothing else.
    @Test func standardOutputIsTheText() async throws {
        let text = try expected(clips[0]).text
        try #require(!text.isEmpty)
        let result = try await transcribe(clips[0])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output == text + "\n")
        #expect(try await transcribe("--greedy", clips[0]).output == (try expected(clips[0], .greedy)).text + "\n")
    }

    /// Heard with factors that are not the model's own.
    @Test func warpsCanBeGiven() async throws {
        var warped = model
        warped.warps = [0.8, 1.2]
        let heard = try Recognizer(warped).transcribe(file: clips[2])
        let plain = try expected(clips[2])
        try #require(heard.text != plain.text)
        #expect(try await transcribe("--warps", "0.8,1.2", clips[2]).output == heard.text + "\n")
        #expect(try await transcribe("--warps", "0.8,1.2", "--greedy", clips[0]).status == 64)
        for wrong in ["0.4", "1,,1", "1,x", "1 1"] {
            let result = try await transcribe("--warps", wrong, clips[0])
            #expect(result.status == 64 && result.errors.contains("--warps"), "\(wrong)")
        }
    }

    /// The bad one in the middle is named, and its exit code is the program's; the others are written.
    @Test(arguments: [("gone.wav", Int32(66)), ("notes.wav", 65)])
    func severalFilesAndABadOne(name: String, status: Int32) async throws {
        try folder.write(String(repeating: "not audio ", count: 100), to: "notes.wav")
        let bad = folder.path(name)
        let result = try await transcribe(clips[0], bad, clips[1], clips[2])
        #expect(result.status == status)
        #expect(result.lines == (try clips.map { "\($0)\t\(try expected($0).text)" }))
        let errors = result.errors.split(separator: "\n")
        #expect(errors.count == 2)
        #expect(errors[0].hasPrefix("asr: \(bad)") && errors[1].contains("1 of 4"))
    }

    /// A name that begins with a hyphen comes after `--`.
    @Test func namesAreTakenAsTheyAre() async throws {
        let result = try await Program.run(
            "transcribe", "--model", "model", "--", "-d ü.wav", "b c.wav", in: folder.url)
        #expect(result.status == 0)
        #expect(result.lines.map { $0.split(separator: "\t")[0] } == ["-d ü.wav", "b c.wav"])
    }

    @Test func jsonIsALineForEachFile() async throws {
        let result = try await transcribe("--format", "json", clips[0], clips[1])
        #expect(result.status == 0)
        let transcripts = try result.lines.map { try JSONDecoder().decode(TranscriptJSON.self, from: Data($0.utf8)) }
        #expect(
            transcripts == (try clips.prefix(2).map { TranscriptJSON(file: $0, passage: Passage([try expected($0)])) }))
        #expect(transcripts.allSatisfy { !$0.words.isEmpty })
    }

    @Test func anOutputFileTakesThePlaceOfStandardOutput() async throws {
        let result = try await transcribe("--output", folder.path("texts.txt"), clips[0])
        #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty)
        #expect(try folder.text("texts.txt") == (try expected(clips[0])).text + "\n")
    }

    @Test(arguments: ["nowhere/texts.txt", "a.wav/texts.txt"])
    func anOutputThatCannotBeWrittenIsNamed(name: String) async throws {
        let result = try await transcribe("-o", folder.path(name), clips[0])
        #expect(result.status == 73 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("asr: cannot write \(folder.path(name)): "), "\(result.errors)")
    }

    /// A full disk is an error.
    @Test func aFullDeviceIsNamed() async throws {
        let result = try await transcribe("-o", "/dev/full", clips[0])
        #expect(result.status == 73 && result.errors.contains("/dev/full"))
    }

    /// A reader that has gone away ends the program as it ends other programs in a pipe, without a fault.
    @Test(arguments: [["transcribe", "--model", "model", "a.wav", "b c.wav"], ["info", "model"], ["--help"]])
    func aReaderThatIsGoneIsNoFault(arguments: [String]) async throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let result = try await Program.start(
            arguments, in: folder.url, output: pipe.fileHandleForWriting
        ).result()
        #expect(!result.hasCrashed && !result.errors.contains("Fatal"), "\(result)")
    }
}
