import Foundation
import Recognition
import Testing
import Training

@Suite struct AlignTests {
    private let folder: TemporaryFolder
    private let clip: String

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeModel()
        clip = try folder.writeTone(400, seconds: 1.5, to: "clip.wav")
        try folder.write("no  one\n", to: "clip.txt")
    }

    private func align(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(["align", "--model", folder.path("model")] + arguments).result()
    }

    @Test func aClipAndItsText() async throws {
        let aligned = try Aligner(try Model(folder: folder.url.appendingPathComponent("model")))
            .align("no one", file: clip)
        #expect(aligned.words.map(\.piece.text) == ["no", "one"])
        let result = try await align(clip, folder.path("clip.txt"))
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.lines == [try aligned.json(file: clip)])
        #expect(
            try await align(clip, "--text", "no one", "--characters").lines
                == [try aligned.json(file: clip, characters: true)])
        #expect(
            try await align(clip, folder.path("clip.txt"), "--format", "ctm").lines == aligned.ctm(recording: "clip"))
        let grid = folder.path("clip.TextGrid")
        #expect(try await align(clip, "--text", "no one", "--format", "textgrid", "-o", grid).status == 0)
        #expect(try folder.text("clip.TextGrid") == aligned.textGrid())
    }

    @Test func theSecondOfAManifestIsWrong() async throws {
        let lines = ["on", "Ö1", "one"].map { #"{"audio_filepath": "clip.wav", "id": "\#($0)/x", "text": "\#($0)"}"# }
        let manifest = try folder.write(lines.joined(separator: "\n"), to: "all.jsonl")
        let result = try await align("--manifest", manifest, "--format", "textgrid", "-o", folder.path("grids/new"))
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains("Ö1/x") && result.errors.contains("U+00D6") && result.errors.contains("1 of 3"))
        #expect(try folder.text("grids/new/on_x.TextGrid").contains("text = \"on\""))
        #expect(try folder.text("grids/new/one_x.TextGrid").contains("text = \"one\""))
        #expect(try await align("--manifest", manifest).lines.count == 2)
    }

    /// A manifest with word times, which lies elsewhere and is read like any other.
    @Test func aManifestComesBackWithWordTimes() async throws {
        let manifest = try folder.write(
            #"{"audio_filepath": "clip.wav", "id": "x", "text": "no one", "speaker": "s"}"#, to: "all.jsonl")
        let timed = folder.path("elsewhere/timed.jsonl")
        try FileManager.default.createDirectory(atPath: folder.path("elsewhere"), withIntermediateDirectories: true)
        #expect(try await align("--manifest", manifest, "--format", "manifest", "-o", timed).status == 0)
        let aligned = try Aligner(try Model(folder: folder.url.appendingPathComponent("model")))
            .align("no one", file: clip)
        let read = try #require(try Manifest.read(timed).utterances.first)
        #expect(read.id == "x" && read.text == "no one" && read.speaker == "s" && read.duration == 1.5)
        let words = try #require(read.words)
        #expect(words.map(\.text) == ["no", "one"])
        #expect(zip(words, aligned.words).allSatisfy { abs($0.start - $1.piece.start) < 0.001 && abs($0.end - $1.piece.end) < 0.001 })
    }

    @Test func aManifestCanBeWrittenOverItself() async throws {
        let lines = ["no one", "Ö1", "one"].map { #"{"audio_filepath": "clip.wav", "id": "\#($0)", "text": "\#($0)"}"# }
        let manifest = try folder.write(lines.joined(separator: "\n"), to: "own.jsonl")
        let result = try await align("--manifest", manifest, "--format", "manifest", "-o", manifest)
        #expect(result.status == 65 && result.errors.contains("1 of 3"), "\(result.errors)")
        #expect(try Manifest.read(manifest).utterances.map(\.text) == ["no one", "one"])
        #expect(!(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).contains { $0.hasSuffix(".part") }))
    }

    @Test func aManifestHoldsWholeFilesOnly() async throws {
        for arguments in [["-"], [clip, "--channel", "1"]] {
            let result = try await Program.start(
                ["align", "--model", folder.path("model"), "--text", "a", "--format", "manifest"] + arguments).result()
            #expect(result.status == 64 && result.errors.contains("whole files"), "\(result.errors)")
        }
    }

    @Test func whatIsWrongIsSaid() async throws {
        let unknown = try await align(clip, "--text", "Ça va 7")
        #expect(unknown.status == 65 && unknown.errors.contains("'Ç' (U+00C7), '7' (U+0037)"), "\(unknown.errors)")
        let long = try await align(clip, "--text", String(repeating: "ab", count: 60))
        #expect(long.status == 65 && long.errors.contains("too long for the recording"))
        let gone = try await align(clip, folder.path("gone.txt"))
        #expect(gone.status == 66 && gone.errors.contains(folder.path("gone.txt")))
        let none = try await align(folder.path("gone.wav"), "--text", "a")
        #expect(none.status == 66 && none.errors.contains("gone.wav"))
    }
}
