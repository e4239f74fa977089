import Foundation
import Testing
import Training

/// Training that is killed or interrupted again and again ends in the very files of training that never stopped.
@Suite(.serialized) struct InterruptionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let lines = try (0..<10).map { index in
            let seconds = 0.5 + 0.05 * Double(index)
            try folder.writeTone(300 + 250 * Double(index % 3), seconds: seconds, to: "\(index).wav")
            let text = ["a", "be", "sea"][index % 3]
            return #"{"audio_filepath": "\#(index).wav", "duration": \#(seconds), "text": "\#(text)"}"#
        }
        try folder.write(lines.joined(separator: "\n"), to: "train.jsonl")
        try folder.write(lines.prefix(3).joined(separator: "\n"), to: "dev.jsonl")
        try folder.write(
            """
            {"network": {"layers": 2, "hidden_size": 8},
             "training": {"epochs": 12, "batch_seconds": 2, "checkpoint_every": 3, "schedule": {"warmup": 10}}}
            """, to: "config.json")
    }

    private func start(_ output: String, resume: Bool = false) throws -> Program.Run {
        try Program.start(
            ["train", "--train", "train.jsonl", "--dev", "dev.jsonl", "--config", "config.json", "--output", output]
                + (resume ? ["--resume"] : []), in: folder.url)
    }

    /// The log without what depends on the clock.
    private func records(_ output: String) throws -> [TrainingRecord] {
        try TrainingLog(folder.url.appendingPathComponent("\(output)/training/log.jsonl")).records().map {
            var record = $0
            record.audioRate = nil
            return record
        }
    }

    private func lastStep(_ output: String) -> Int { (try? records(output))?.last?.step ?? 0 }

    /// Trains into `output`; each run is sent the signal some steps after the one before it, the first at once after
    /// `first` steps. Returns the runs, the last of which went to the end.
    private func train(_ output: String, interruptedBy signal: Int32, first: Int) async throws -> [Program.Result] {
        var results: [Program.Result] = []
        var target = first
        repeat {
            let run = try start(output, resume: !results.isEmpty)
            while run.isRunning, lastStep(output) < target { try await Task.sleep(for: .milliseconds(1)) }
            run.send(signal)
            results.append(try await run.result())
            target = lastStep(output) + 4 + results.count % 3
        } while results.last?.status == 128 + signal
        return results
    }

    private func expectEqual(_ output: String, _ whole: String) throws {
        for file in ["model.safetensors", "config.json", "training/checkpoint.safetensors", "training/config.json"] {
            #expect(try folder.data("\(output)/\(file)") == folder.data("\(whole)/\(file)"), "\(file)")
        }
        #expect(try records(output) == records(whole))
    }

    @Test func killedAgainAndAgain() async throws {
        let whole = try await start("whole").result()
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(whole.output.isEmpty)
        let results = try await train("killed", interruptedBy: SIGKILL, first: 0)
        #expect(results.last?.status == 0, "\(results.last?.errors ?? "")")
        #expect(results.count > 3)
        try expectEqual("killed", "whole")
    }

    @Test func interruptedAgainAndAgain() async throws {
        _ = try await start("whole").result()
        let results = try await train("interrupted", interruptedBy: SIGINT, first: 1)
        #expect(results.last?.status == 0, "\(results.last?.errors ?? "")")
        #expect(results.count > 3)
        for result in results.dropLast() { #expect(result.errors.contains("--resume"), "\(result.errors)") }
        for result in results.dropFirst() { #expect(result.errors.contains("going on at step"), "\(result.errors)") }
        try expectEqual("interrupted", "whole")
    }

    /// What is there is not overwritten without a word.
    @Test func aSecondRunWithoutResumeIsRefused() async throws {
        let first = try start("model")
        while first.isRunning, lastStep("model") < 4 { try await Task.sleep(for: .milliseconds(1)) }
        first.send(SIGTERM)
        _ = try await first.result()
        let before = try folder.data("model/training/checkpoint.safetensors")
        let second = try await start("model").result()
        #expect(second.status == 65 && second.errors.contains("--resume"), "\(second.errors)")
        #expect(try folder.data("model/training/checkpoint.safetensors") == before)
    }

    /// A place in the data is one in these data: a run does not go on with others.
    @Test func otherDataAreRefused() async throws {
        let first = try start("model")
        while first.isRunning, lastStep("model") < 4 { try await Task.sleep(for: .milliseconds(1)) }
        first.send(SIGINT)
        _ = try await first.result()
        let before = try folder.data("model/training/checkpoint.safetensors")
        try folder.write(try folder.text("dev.jsonl"), to: "train.jsonl")
        let second = try await start("model", resume: true).result()
        #expect(second.status == 65 && second.errors.contains("other data"), "\(second.errors)")
        #expect(try folder.data("model/training/checkpoint.safetensors") == before)
    }
}
