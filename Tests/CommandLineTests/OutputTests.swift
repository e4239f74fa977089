import Foundation
import Recognition
import Testing

/// `--output`, `--resume`, several files, and what is left when something goes wrong in the midst.
@Suite struct OutputTests {
    private let folder: TemporaryFolder
    private let model: Model

    init() throws {
        folder = try TemporaryFolder()
        model = try folder.writeModel()
        for name in ["a", "b", "c", "d"] {
            let number = Double(name.utf8.first ?? 0) - 96
            try folder.writeTone(400 * number, seconds: 0.6 + 0.3 * number, to: "\(name).wav")
        }
    }

    private func transcribe(_ arguments: String...) async throws -> Program.Result {
        try await Program.start(["transcribe", "--model", "model"] + arguments, in: folder.url).result()
    }

    private func text(of name: String) throws -> String {
        try Recognizer(model).transcribe(file: folder.path(name)).text
    }

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(path)).sorted()
    }

    @Test(arguments: [("out/", "txt"), ("model", "srt"), ("new", "vtt"), ("new/deep/", "jsonl"), ("new", "tsv")])
    func aFolderHasAFileForEach(output: String, format: String) async throws {
        let before = (try? names(in: output)) ?? []
        let result = try await transcribe("--format", format, "-o", output, "b.wav", "a.wav")
        #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty, "\(result.errors)")
        #expect(try names(in: output) == (before + ["a.\(format)", "b.\(format)"]).sorted())
        for name in ["a", "b"] {
            let alone = try await transcribe("--format", format, "\(name).wav")
            #expect(!alone.output.isEmpty)
            #expect(try folder.text("\(output)/\(name).\(format)") == alone.output)
        }
    }

    /// The name of the output says its format, if nothing else does.
    @Test func theNameChoosesTheFormat() async throws {
        #expect(try await transcribe("-o", "a.vtt", "a.wav").status == 0)
        #expect(try folder.text("a.vtt").hasPrefix("WEBVTT\n"))
        #expect(try await transcribe("-o", "a.vtt", "--format", "txt", "a.wav").status == 0)
        #expect(try folder.text("a.vtt") == text(of: "a.wav") + "\n")
    }

    @Test func formatsThatSayWhoseWordsTheyAreShareAFile() async throws {
        for format in ["txt", "json", "csv", "ctm"] {
            let together = try await transcribe("--format", format, "-o", "all", "b.wav", "a.wav")
            #expect(together.status == 0)
            let lines = try folder.text("all").split { $0 == "\n" || $0 == "\r\n" }
            let places = lines.map { $0.contains("b.wav") || $0.hasPrefix("b ") }
            #expect(places.contains(true) && places.contains(false))
            // One header, and then b before a.
            let words = format == "csv" ? Array(places.dropFirst()) : places
            #expect(words == words.filter { $0 } + words.filter { !$0 })
        }
    }

    @Test(arguments: ["srt", "vtt", "tsv", "jsonl", "vosk"])
    func othersDoNot(format: String) async throws {
        let result = try await transcribe("--format", format, "a.wav", "b.wav")
        #expect(result.status == 64 && result.output.isEmpty && result.errors.contains("--output"))
    }

    @Test func nothingIsOverwrittenUnawares() async throws {
        try folder.writeTone(500, to: "other/a.wav")
        let clash = try await transcribe("-o", "out/", "a.wav", "other/a.wav")
        #expect(clash.status == 73 && clash.errors.contains("a.wav and other/a.wav"), "\(clash.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
        let before = try folder.data("a.wav")
        for output in ["a.wav", "./a.wav", "other/../a.wav"] {
            #expect(try await transcribe("-o", output, "b.wav", "a.wav").status == 73)
            #expect(try await transcribe("-o", output, "a.wav").status == 73)
        }
        #expect(try folder.data("a.wav") == before)
        let several = try await transcribe("-o", "all.srt", "a.wav", "b.wav")
        #expect(several.status == 73 && several.errors.contains("all.srt is one file"), "\(several.errors)")
    }

    /// Recordings of one name are told apart in a CTM.
    @Test func recordingsAreToldApart() async throws {
        try folder.writeTone(500, to: "other/a.wav")
        let result = try await transcribe("--format", "ctm", "a.wav", "other/a.wav", "b.wav")
        #expect(Set(result.lines.map { $0.split(separator: " ")[0] }) == ["a.wav", "other/a.wav", "b"])
    }

    /// A link stays a link, and what is no file is written to as it is.
    @Test func linksAndDevices() async throws {
        try folder.write("old", to: "real.txt")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link.txt"), withDestinationPath: "real.txt")
        #expect(try await transcribe("-o", "link.txt", "a.wav").status == 0)
        #expect(try folder.text("real.txt") == text(of: "a.wav") + "\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.txt")) == "real.txt")
        #expect(try await transcribe("-o", "/dev/stdout", "a.wav").output == text(of: "a.wav") + "\n")
    }

    @Test func finishedOnesAreLeftOut() async throws {
        try folder.write("done", to: "out/b.txt")
        let result = try await transcribe("--resume", "-o", "out", "a.wav", "b.wav", "c.wav")
        #expect(result.status == 0 && result.errors == "1 of 3 files were transcribed before\n", "\(result.errors)")
        #expect(try folder.text("out/b.txt") == "done")
        #expect(try folder.text("out/c.txt") == text(of: "c.wav") + "\n")
        #expect(try await transcribe("--resume", "-o", "all.txt", "a.wav", "b.wav").status == 73)
        #expect(try await transcribe("--resume", "a.wav").status == 64)
    }

    /// A file that fails leaves nothing in its place, and the others are whole.
    @Test func aFailureLeavesNothing() async throws {
        var samples = WAV.samples(try folder.data("b.wav"))
        samples[samples.count - 100] = .nan
        try folder.write(WAV.file(samples), to: "b.wav")
        for format in ["txt", "jsonl"] {
            let result = try await transcribe("--format", format, "-o", "\(format)/", "a.wav", "b.wav", "c.wav")
            #expect(result.status == 65 && result.errors.contains("1 of 3"), "\(result.errors)")
            #expect(try names(in: format) == ["a.\(format)", "c.\(format)"])
        }
    }

    /// After an interrupt every file that is there is whole, nothing else is, and `--resume` does the rest.
    @Test(arguments: ["json", "vosk"])
    func anInterruptLeavesWholeFiles(format: String) async throws {
        let files = try (0..<12).map { index in
            try folder.writeTone(300 + 50 * Double(index), seconds: 40, to: "long\(index).wav")
        }
        let arguments = ["transcribe", "--model", "model", "--format", format]
        let whole = try await Program.start(arguments + ["-o", "whole/"] + files, in: folder.url).result()
        #expect(whole.status == 0)
        let run = try Program.start(arguments + ["-o", "out/"] + files, in: folder.url)
        while run.isRunning, ((try? names(in: "out")) ?? []).allSatisfy({ $0.hasSuffix(".part") }) {
            try await Task.sleep(for: .milliseconds(1))
        }
        run.send(SIGINT)
        let interrupted = try await run.result()
        // Where the machine was faster than the signal there is nothing to resume, and the files are whole all the same.
        if interrupted.status != 0 {
            #expect(interrupted.status == 130 && interrupted.errors.contains("interrupted: "), "\(interrupted)")
        }
        let finished = try names(in: "out")
        #expect(!finished.isEmpty)
        for name in finished { #expect(try folder.data("out/\(name)") == folder.data("whole/\(name)"), "\(name)") }
        let resumed = try await Program.start(arguments + ["--resume", "-o", "out/"] + files, in: folder.url).result()
        #expect(resumed.status == 0 && resumed.errors.contains("\(finished.count) of 12"), "\(resumed.errors)")
        #expect(try names(in: "out") == names(in: "whole"))
        for name in try names(in: "out") { #expect(try folder.data("out/\(name)") == folder.data("whole/\(name)")) }
    }

    @Test func standardInputIntoAFolder() async throws {
        let run = try Program.start(
            ["transcribe", "--model", "model", "--format", "json", "-o", "out/", "-"], in: folder.url,
            input: [try folder.data("a.wav")])
        #expect(try await run.result().status == 0)
        #expect(try folder.text("out/stdin.json").contains(text(of: "a.wav")))
    }
}
