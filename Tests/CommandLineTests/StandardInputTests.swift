import CTC
import Foundation
import Recognition
import Testing

/// `asr transcribe -`: audio on a pipe.
@Suite struct StandardInputTests {
    private let folder: TemporaryFolder
    private let clip: Data

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        _ = try folder.writeModel()
        clip = try Data(contentsOf: URL(fileURLWithPath: try folder.writeTone(500, seconds: 3, to: "a.wav")))
    }

    private func transcribe(_ arguments: String..., input: [Data]) async throws -> Program.Result {
        try await Program.start(
            ["transcribe", "--model", folder.path("model"), "-"] + arguments, input: input
        ).result()
    }

    /// With all the look-ahead there is and no endpoint, a pipe's text is the file's.
    private let whole = [
        "--lookahead", "3600", "--end-silence", "3600", "--start-silence", "3600", "--maximum-length", "3600",
    ]

    private func expected() async throws -> String {
        try await Program.run("transcribe", "--model", folder.path("model"), folder.path("a.wav")).output
    }

    @Test func aPipedFileSaysWhatTheFileSays() async throws {
        let text = try await expected()
        try #require(text.count > 1)
        // The second as arecord writes it: with the greatest length in the header, because it is not known yet.
        var endless = clip
        endless.replaceSubrange(40..<44, with: [0xFF, 0xFF, 0xFF, 0x7F])
        for data in [clip, endless] {
            let result = try await Program.start(
                ["transcribe", "--model", folder.path("model"), "-"] + whole, input: [data]
            ).result()
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            #expect(result.output == text)
        }
    }

    @Test(arguments: [1013, 16_000])
    func rawSamplesInAnyPieces(size: Int) async throws {
        let raw = clip.dropFirst(44)
        // An odd byte at the end is half a sample.
        let pieces = stride(from: 0, to: raw.count, by: size).map { Data(raw.dropFirst($0).prefix(size)) } + [Data([1])]
        let result = try await Program.start(
            ["transcribe", "--model", folder.path("model"), "-", "--rate", "16000"] + whole, input: pieces
        ).result()
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect(result.output == (try await expected()))
    }

    @Test func rawSamplesWithoutARateAreRefused() async throws {
        let result = try await transcribe(input: [Data(repeating: 7, count: 4000)])
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains("--rate"))
        #expect(try await transcribe("--channels", "2", input: [Data()]).status == 64)
        #expect(try await transcribe("b.wav", input: [Data()]).status == 64)
    }

    @Test func nothingAtAllIsNamed() async throws {
        let result = try await transcribe(input: [])
        #expect(result.status == 65 && result.output.isEmpty)
    }

    @Test func eventsAreLinesOfJSON() async throws {
        let events = try await transcribe("--format", "jsonl", input: [clip])
        #expect(events.status == 0 && !events.lines.isEmpty)
        for line in events.lines {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(["partial", "final"].contains(object["type"] as? String))
            #expect(object["text"] is String && object["words"] is [Any])
            #expect(try #require(object["start"] as? Double) <= (try #require(object["end"] as? Double)))
        }
        let vosk = try await transcribe("--format", "vosk", input: [clip])
        #expect(vosk.lines.last?.hasPrefix(#"{"result":[{"conf":"#) == true)
    }
}
