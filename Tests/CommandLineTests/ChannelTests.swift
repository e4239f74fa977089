import Foundation
import Recognition
import Testing

/// `--channel each` and `--nbest`.
@Suite struct ChannelTests {
    private let folder: TemporaryFolder
    /// A recording of two channels and each of them alone.
    private let call: String
    private let sides: [String]

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        try folder.writeModel()
        sides = try [500.0, 1300].map { try folder.writeTone($0, seconds: 3, to: "\(Int($0)).wav") }
        let samples = try sides.map { WAV.samples(try Data(contentsOf: URL(fileURLWithPath: $0))) }
        let interleaved = zip(samples[0], samples[1]).flatMap { [$0, $1] }
        call = try folder.write(WAV.file(interleaved.map { Int16($0 * 32_768) }, channels: 2), to: "call.wav")
    }

    private func transcribe(_ arguments: String..., input: [Data]? = nil) async throws -> Program.Result {
        try await Program.start(
            ["transcribe", "--model", folder.path("model")] + arguments, in: folder.url, input: input
        ).result()
    }

    private func transcripts(_ result: Program.Result) throws -> [TranscriptJSON] {
        try result.lines.map { try JSONDecoder().decode(TranscriptJSON.self, from: Data($0.utf8)) }
    }

    /// Each channel says what it says alone, from a file and from a pipe.
    @Test func eachChannelIsTranscribedByItself() async throws {
        let alone = try transcripts(try await transcribe("--format", "json", sides[0], sides[1]))
        try #require(alone[0].text != alone[1].text && alone.allSatisfy { !$0.text.isEmpty })
        let data = try Data(contentsOf: URL(fileURLWithPath: call))
        let together = try await transcribe("--format", "json", "--channel", "each", call)
        let piped = try await transcribe("--format", "json", "--channel", "each", "-", input: [data])
        let raw = try await transcribe(
            "--format", "json", "--channel", "each", "-", "--rate", "16000", "--channels", "2",
            input: [Data(data.dropFirst(44))])
        for result in [together, piped, raw] {
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            let channels = try transcripts(result)
            #expect(channels.map(\.channel) == [1, 2])
            #expect(channels.map(\.text) == alone.map(\.text) && channels.map(\.words) == alone.map(\.words))
        }
    }

    @Test func everyFormatNamesTheChannel() async throws {
        for (format, names) in [
            ("txt", ["Channel 1: ", "Channel 2: "]), ("srt", ["\nChannel 1: ", "\nChannel 2: "]),
            ("vtt", ["\n<v Channel 1>", "\n<v Channel 2>"]), ("ctm", ["call A ", "call B "]),
            ("csv", ["call.wav,1,", "call.wav,2,"]), ("tsv", ["\t1\n", "\t2\n"]),
            ("json", [#""channel":1"#, #""channel":2"#]), ("jsonl", [#""channel":1"#, #""channel":2"#]),
            ("vosk", [#""channel":1"#, #""channel":2"#]),
        ] {
            let file = try await transcribe("--format", format, "--channel", "each", "call.wav")
            let data = try Data(contentsOf: URL(fileURLWithPath: call))
            let stream = try await transcribe("--format", format, "--channel", "each", "-", input: [data])
            for result in [file, stream] {
                let text = result.output.replacing("stdin ", with: "call ").replacing("\r\n-,", with: "\r\ncall.wav,")
                #expect(result.status == 0 && names.allSatisfy { text.contains($0) }, "\(format): \(text)")
            }
        }
    }

    /// A stream's subtitles are in order of time, whichever channel they come from.
    @Test(arguments: ["tsv", "csv"])
    func aStreamIsInOrder(format: String) async throws {
        let long = try (0..<2).map { channel in
            try folder.writeTone(400 + 300 * Double(channel), seconds: 20, to: "long\(channel).wav")
        }.map { WAV.samples(try Data(contentsOf: URL(fileURLWithPath: $0))) }
        let file = WAV.file(zip(long[0], long[1]).flatMap { [$0, $1] }.map { Int16($0 * 32_768) }, channels: 2)
        let result = try await transcribe(
            "--format", format, "--channel", "each", "-", "--maximum-length", "3", input: [file])
        let rows = result.output.split { $0 == "\n" || $0 == "\r\n" }.dropFirst()
        let starts = try rows.map {
            try #require(Double($0.split(separator: format == "tsv" ? "\t" : ",")[format == "tsv" ? 0 : 2]))
        }
        #expect(starts.count > 10)
        #expect(starts == starts.sorted())
    }

    @Test func aChannelCanBeChosen() async throws {
        for (index, side) in sides.enumerated() {
            #expect(
                try await transcribe("--channel", "\(index + 1)", call).output == (try await transcribe(side)).output)
        }
    }

    @Test func readingsAreCounted() async throws {
        let result = try await transcribe("--format", "json", "--nbest", "4", sides[0])
        let transcript = try transcripts(result)[0]
        let alternatives = try #require(transcript.alternatives)
        #expect(alternatives.count == 4 && Set(alternatives.map(\.text)).count == 4)
        #expect(alternatives[0].text == transcript.text && alternatives[0].words == transcript.words)
        #expect(alternatives.map(\.logProbability) == alternatives.map(\.logProbability).sorted(by: >))
        let text = try await transcribe("--nbest", "4", sides[0])
        #expect(text.lines == alternatives.enumerated().map { "\($0 + 1)\t\($1.text)" })
        let vosk = try await transcribe("--nbest", "2", "--format", "vosk", sides[0])
        #expect(vosk.lines.last?.hasPrefix(#"{"alternatives":[{"confidence":-"#) == true)
    }

    /// A flag that could have no effect is an error.
    @Test(arguments: [
        ["--greedy", "--nbest", "2"], ["--nbest", "0"], ["--nbest", "5", "--beam", "4"],
        ["--nbest", "2", "--format", "srt"], ["--nbest", "2", "--format", "ctm"], ["--channel", "all"],
    ])
    func whatCannotBeIsNamed(arguments: [String]) async throws {
        let result = try await Program.start(["transcribe", "a.wav"] + arguments).result()
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors.contains(arguments.first == "--channel" ? "channel" : "nbest"), "\(result.errors)")
    }
}
