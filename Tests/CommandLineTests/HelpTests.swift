import Testing

@Suite struct HelpTests {
    @Test func noArgumentsPrintTheHelp() async throws {
        let result = try await Program.run()
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.contains("USAGE: asr <subcommand>"))
    }

    @Test(arguments: [
        "transcribe", "align", "evaluate", "train", "calibrate", "average", "quantize", "lm", "features", "plot",
        "info",
    ])
    func everyCommandHasHelp(command: String) async throws {
        let result = try await Program.run(command, "--help")
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.contains("USAGE: asr \(command) "))
        #expect(try await Program.run("help", command).output == result.output)
    }

    @Test(
        arguments: [
            ["transcripe"], ["transcribe"], ["transcribe", "--gready", "a.wav"],
            ["transcribe", "a.wav", "--beam", "x"],
            ["transcribe", "a.wav", "--beam", "0"], ["transcribe", "--greedy", "--beam", "5", "a.wav"],
            ["transcribe", "a.wav", "--channel", "0"], ["transcribe", "a.wav", "--format", "doc"],
            ["features", "a.wav"],
            ["features", "a.wav", "--plot", "a.png", "--model", "m", "--options", "o"],
            ["align"], ["align", "a.wav"], ["align", "a.wav", "a.txt", "--text", "a"],
            ["align", "a.wav", "--manifest", "m.jsonl"], ["align", "--manifest", "m.jsonl", "--text", "a"],
            ["align", "--manifest", "m.jsonl", "--format", "textgrid"],
            ["align", "a.wav", "a.txt", "--format", "ctm", "--characters"],
            ["evaluate", "--manifest", "m.jsonl", "--limit", "0"], ["train", "--train", "m.jsonl"],
        ])
    func wrongUsageIsNamed(arguments: [String]) async throws {
        let result = try await Program.start(arguments).result()
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("Error: ") && result.errors.contains("Usage: asr"), "\(result.errors)")
    }

    @Test func greedyHasNoBeam() async throws {
        let result = try await Program.run("transcribe", "--greedy", "--beam", "5", "a.wav")
        #expect(result.errors.contains("--greedy") && result.errors.contains("--beam"))
    }
}
