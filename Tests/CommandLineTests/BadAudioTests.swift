import Foundation
import Recognition
import Testing

/// What cannot be transcribed is named, with an exit code of its kind, and nothing reaches standard output.
@Suite struct BadAudioTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeModel()
    }

    private func expectRefusal(_ path: String, status: Int32, _ words: String) async throws {
        let result = try await Program.run("transcribe", "--model", folder.path("model"), path)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("asr: \(path)") && result.errors.contains(words), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        let subtitles = try await Program.run("transcribe", "--model", folder.path("model"), "--format", "vtt", path)
        #expect(subtitles.status == status && !subtitles.output.contains("-->"))
        // What is not open has no header either.
        if status == 66 { #expect(subtitles.output.isEmpty) }
    }

    private func sample(_ name: String) throws -> Data {
        try Data(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../samples/\(name)"))
    }

    @Test func aMissingFile() async throws {
        try await expectRefusal(folder.path("gone.wav"), status: 66, "no such file")
    }

    @Test func aFolder() async throws {
        try await expectRefusal(folder.path("model"), status: 66, "is a folder")
    }

    @Test func aText() async throws {
        let path = try folder.write(String(repeating: "not audio ", count: 100), to: "notes.wav")
        try await expectRefusal(path, status: 65, "is not audio")
    }

    @Test func anEmptyFile() async throws {
        try await expectRefusal(try folder.write("", to: "empty.wav"), status: 65, "is empty")
    }

    @Test func aHeaderAlone() async throws {
        let path = try folder.write(WAV.file([Int16]()), to: "header.wav")
        try await expectRefusal(path, status: 65, "no samples")
    }

    /// A file that was cut off is transcribed as far as it goes, with a warning; a length that its writer did not know is
    /// none that is missing.
    @Test func aFileThatWasCutOff() async throws {
        let whole = WAV.file([Int16](repeating: 100, count: 32_000))
        let cut = try folder.write(whole.prefix(44 + 2 * 20_000), to: "cut.wav")
        let result = try await Program.run("transcribe", "--model", folder.path("model"), cut)
        #expect(result.status == 0)
        #expect(result.errors.contains("promises 2.0 s, and the file holds 1.2 s"), "\(result.errors)")

        var endless = whole
        endless.replaceSubrange(40..<44, with: [0xDB, 0xFF, 0xFF, 0x7F])
        for (name, data) in [("whole.wav", whole), ("endless.wav", endless)] {
            let path = try folder.write(data, to: name)
            let result = try await Program.run("transcribe", "--model", folder.path("model"), path)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        }
    }

    @Test func anAIFFOrAUFileThatWasCutOff() async throws {
        let aiff = try sample("rain.aiff")
        var au = Data(".snd".utf8)
        for field in [24, 64_000, 3, 16_000, 1] as [UInt32] { withUnsafeBytes(of: field.bigEndian) { au.append(contentsOf: $0) } }
        au.append(contentsOf: repeatElement(1, count: 64_000))
        for (name, whole, seconds) in [("rain.aiff", aiff, "3.8"), ("tone.au", au, "2.0")] {
            var path = try folder.write(whole, to: name)
            var result = try await Program.run("transcribe", "--model", folder.path("model"), path)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            path = try folder.write(whole.prefix(whole.count / 2), to: "cut-\(name)")
            result = try await Program.run("transcribe", "--model", folder.path("model"), path)
            #expect(result.status == 0)
            #expect(result.errors.contains("promises \(seconds) s, and the file holds"), "\(result.errors)")
        }
    }

    @Test func headersThatMeanIll() async throws {
        var au = Data(".snd".utf8)
        for field in [24, 1000, 1, .max, .max] as [UInt32] { withUnsafeBytes(of: field.bigEndian) { au.append(contentsOf: $0) } }
        let chunks = Data("FORM....AIFF".utf8) + Data(count: 100_000)
        for (name, data) in [("much.au", au), ("chunks.aiff", chunks)] {
            try await expectRefusal(try folder.write(data, to: name), status: 65, "its header is damaged")
        }
    }

    /// What libsndfile passes over is at least said.
    @Test func streamsOneBehindTheOther() async throws {
        let stream = try sample("platform.opus")
        for (count, isSaid) in [(1, false), (2, true)] {
            let path = try folder.write(Data(repeatElement(stream, count: count).joined()), to: "joined.opus")
            let result = try await Program.run("transcribe", "--model", folder.path("model"), path)
            #expect(result.status == 0 && result.errors.contains("several Ogg streams") == isSaid, "\(result.errors)")
        }
    }

    @Test func samplesThatAreNotNumbers() async throws {
        var samples = [Float](repeating: 0.25, count: 24_000)
        for sample in [Float.nan, .infinity, -1e15] {
            samples[20_000] = sample
            let path = try folder.write(WAV.file(samples), to: "nan.wav")
            try await expectRefusal(path, status: 65, "1.25 s")
        }
    }

    @Test func aChannelThatIsNotThere() async throws {
        let path = try folder.writeTone(500, to: "mono.wav")
        let result = try await Program.run("transcribe", "--model", folder.path("model"), "--channel", "2", path)
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains("no channel 2"))
    }

    /// Nothing is said in less than a frame, and that is no error.
    @Test func aClipShorterThanAFrame() async throws {
        let path = try folder.write(WAV.file([1, 2, 3] as [Int16]), to: "short.wav")
        let result = try await Program.run("transcribe", "--model", folder.path("model"), path)
        #expect(result.status == 0 && result.output == "\n" && result.errors.isEmpty)
    }
}
