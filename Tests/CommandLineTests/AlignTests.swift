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
        // What cannot be aligned stays, without times.
        let written = try Manifest.read(manifest).utterances
        #expect(written.map(\.text) == ["no one", "Ö1", "one"] && written.map { $0.words?.count } == [2, nil, 1])
        #expect(!(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).contains { $0.hasSuffix(".part") }))
    }

    /// A manifest that goes to a pipe leaves it a pipe.
    @Test func aPipeStaysAPipe() async throws {
        let manifest = try folder.write(#"{"audio_filepath": "clip.wav", "text": "on"}"#, to: "all.jsonl")
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let descriptor = open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(descriptor) }
        let result = try await align("--manifest", manifest, "--format", "manifest", "-o", pipe)
        #expect(result.status == 0, "\(result.errors)")
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(descriptor, &bytes, 1 << 16)
        #expect(count > 0 && String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).contains("\"words\""))
    }

    /// An id is cut at an audio file's ending only.
    @Test func pointsInIdsAreKept() async throws {
        let lines = ["spk.001", "spk.002", "b/spk.wav"].map { #"{"audio_filepath": "clip.wav", "id": "\#($0)", "text": "on"}"# }
        let manifest = try folder.write(lines.joined(separator: "\n"), to: "all.jsonl")
        #expect(try await align("--manifest", manifest, "--format", "textgrid", "-o", folder.path("grids")).status == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("grids")).sorted()
                == ["b_spk.TextGrid", "spk.001.TextGrid", "spk.002.TextGrid"])
        let lined = try await align("--manifest", manifest).lines
        #expect(lined.count == 3 && zip(lined, ["spk.001", "spk.002", "b/spk.wav"]).allSatisfy { $0.contains("\"id\":\"\($1)\"") })
        let alike = try folder.write(
            ["a/b", "a_b"].map { #"{"audio_filepath": "clip.wav", "id": "\#($0)", "text": "on"}"# }.joined(separator: "\n"),
            to: "alike.jsonl")
        let refused = try await align("--manifest", alike, "--format", "textgrid", "-o", folder.path("none"))
        #expect(refused.status != 0 && refused.errors.contains("a/b and a_b would both be written"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
    }

    @Test func whatIsReadIsNotWrittenOver() async throws {
        let manifest = try folder.write(#"{"audio_filepath": "clip.wav", "text": "on"}"#, to: "all.jsonl")
        let recording = try folder.data("clip.wav")
        for arguments in [
            [clip, folder.path("clip.txt"), "-o", clip], [clip, folder.path("clip.txt"), "-o", folder.path("clip.txt")],
            ["--manifest", manifest, "-o", manifest], ["--manifest", manifest, "--format", "manifest", "-o", clip],
        ] {
            let result = try await Program.start(["align", "--model", folder.path("model")] + arguments).result()
            #expect(result.status == 73 && result.errors.contains("one of the files to be read"), "\(result.errors)")
        }
        #expect(try folder.text("clip.txt") == "no  one\n" && folder.data("clip.wav") == recording)
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
