import Foundation
import Recognition
import Testing

/// `asr features` and `asr plot`: arrays and pictures.
@Suite struct PictureTests {
    private let folder: TemporaryFolder
    private let clip: String

    init() throws {
        folder = try TemporaryFolder()
        clip = try folder.writeTone(700, to: "clip.wav")
    }

    private func expectPNG(_ name: String) throws {
        let data = try folder.data(name)
        #expect(data.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        func size(at offset: Int) -> Int { data[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(size(at: 16) >= 400 && size(at: 20) >= 200)
    }

    /// A link and a pipe stay what they are, and a recording is not written over.
    @Test func whatIsThereStays() async throws {
        let target = try folder.write("", to: "target.npy")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link.npy"), withDestinationPath: target)
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let descriptor = open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(descriptor) }
        for output in [folder.path("link.npy"), pipe] {
            let result = try await Program.run("features", clip, "--output", output)
            #expect(result.status == 0, "\(result.errors)")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("link.npy"))
        #expect(attributes[.type] as? FileAttributeType == .typeSymbolicLink)
        let written = try folder.data("target.npy")
        #expect(written.count > 10_000)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(descriptor, &bytes, 1 << 16)
        #expect(count == written.count && Data(bytes.prefix(count)) == written)

        let recording = try folder.data("clip.wav")
        for flag in ["--output", "--plot"] {
            let result = try await Program.run("features", clip, flag, clip)
            #expect(result.status == 73 && result.errors.contains("one of the files to be read"), "\(result.errors)")
        }
        #expect(try folder.data("clip.wav") == recording)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
            == ["clip.wav", "link.npy", "pipe", "target.npy"])
    }

    /// A second is 98 frames; what follows the header is the front end's numbers, to the bit.
    @Test func featuresAreANumPyArray() async throws {
        let model = try folder.writeModel()
        for arguments in [[], ["--model", folder.path("model")]] {
            let result = try await Program.start(
                ["features", clip, "--output", folder.path("clip.npy")] + arguments
            ).result()
            #expect(result.status == 0 && result.output.isEmpty)
            let data = try folder.data("clip.npy")
            #expect(data.prefix(8) == Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0]))
            let start = 10 + Int(data[8]) + 256 * Int(data[9])
            #expect(start % 64 == 0)
            let header = String(decoding: data[10..<start], as: UTF8.self)
            #expect(header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (98, 40), }"))
            #expect(header.hasSuffix("\n"))
            let samples = WAV.samples(try folder.data("clip.wav"))
            let expected = model.frontEnd.features(of: samples).values
            #expect(data[start...] == expected.withUnsafeBytes { Data($0) })
        }
    }

    @Test func featuresAreDrawn() async throws {
        let result = try await Program.run("features", clip, "--plot", folder.path("clip.png"))
        #expect(result.status == 0 && result.output.isEmpty)
        try expectPNG("clip.png")
    }

    @Test func aFrontEndOfOnesOwnIsUsedAndAWrongOneRefused() async throws {
        let options = try folder.write(#"{"mel": {"filters": 23}, "cepstra": {"count": 13}}"#, to: "options.json")
        let result = try await Program.run("features", clip, "--options", options, "-o", folder.path("clip.npy"))
        #expect(result.status == 0)
        #expect(String(decoding: try folder.data("clip.npy").prefix(100), as: UTF8.self).contains("(98, 13)"))
        for (text, words) in [
            ("{", options), (#"{"mel": {"fliters": 23}}"#, "fliters"), (#"{"mel": {"filters": 1}}"#, "filters"),
        ] {
            try folder.write(text, to: "options.json")
            let result = try await Program.run("features", clip, "--options", options, "-o", folder.path("clip.npy"))
            #expect(result.status == 78 && result.errors.contains(words), "\(result)")
        }
    }

    @Test(arguments: ["--output", "--plot"]) func anUnwritablePlaceIsNamed(option: String) async throws {
        let result = try await Program.run("features", clip, option, folder.path("gone/file"))
        #expect(result.status == 73 && result.output.isEmpty)
        #expect(result.errors.contains(folder.path("gone/file")), "\(result.errors)")
    }

    @Test func aLogIsDrawn() async throws {
        let log = try folder.write(
            (1...30).map { step in
                let loss = 3 / Double(step)
                return #"{"step": \#(step), "epoch": \#(Double(step) / 10), "loss": \#(loss), "learning_rate": 0.001, "#
                    + (step % 10 == 0 ? #""wer": \#(loss), "cer": \#(loss / 2)}"# : #""gradient_norm": 1}"#)
            }.joined(separator: "\n"), to: "log.jsonl")
        let result = try await Program.run("plot", log, "--output", folder.path("curves.png"))
        #expect(result.status == 0 && result.output.isEmpty)
        try expectPNG("curves.png")
        let nowhere = try await Program.run("plot", log, "--output", folder.path("gone/curves.png"))
        #expect(nowhere.status == 73 && nowhere.errors.contains(folder.path("gone/curves.png")))
    }

    /// A log of one step, of steps alone, of evaluations alone, and losses that a logarithm does not take.
    @Test(
        arguments: [
            [#"{"step": 1, "epoch": 0.1, "loss": 3, "learning_rate": 0.1, "gradient_norm": 1}"#],
            [#"{"step": 1, "epoch": 1, "loss": 3, "learning_rate": 0.1, "wer": 0, "cer": 0}"#],
            [
                #"{"step": 1, "epoch": 1, "loss": 0, "learning_rate": 0.1, "gradient_norm": 1}"#,
                #"{"step": 2, "epoch": 2, "loss": 0, "learning_rate": 0.1, "gradient_norm": 0}"#,
            ],
        ])
    func plainLogsAreDrawn(lines: [String]) async throws {
        let log = try folder.write(lines.joined(separator: "\n"), to: "log.jsonl")
        let result = try await Program.run("plot", log, "--output", folder.path("curves.png"))
        #expect(result.status == 0, "\(result.errors)")
        try expectPNG("curves.png")
    }

    @Test func aLogThatIsNoneIsNamed() async throws {
        #expect(try await Program.run("plot", folder.path("gone.jsonl")).status == 66)
        let result = try await Program.run("plot", clip, "--output", folder.path("curves.png"))
        #expect(result.status == 65 && result.errors.contains(clip), "\(result.errors)")
    }
}
