import Foundation
import Testing
import Training

@Suite struct TrainingLogTests {
    private let folder: WAVFolder
    private let log: TrainingLog

    init() throws {
        folder = try WAVFolder()
        log = TrainingLog(folder.url.appendingPathComponent("log.jsonl"))
    }

    private func record(_ json: String) throws -> TrainingRecord {
        try JSONDecoder().decode(TrainingRecord.self, from: Data(json.utf8))
    }

    private func step(_ step: Int) throws -> TrainingRecord {
        try record(
            #"{"step": \#(step), "epoch": \#(0.25 * Double(step)), "loss": 0.5, "learning_rate": 0.1, "gradient_norm": 2}"#
        )
    }

    private func evaluation(_ step: Int) throws -> TrainingRecord {
        try record(
            """
            {"step": \(step), "epoch": \(0.25 * Double(step)), "loss": 0.5, "learning_rate": 0.1, "wer": 0.5,
             "cer": 0.25, "sets": [{"name": "dev", "wer": 0.5, "cer": 0.25}]}
            """)
    }

    /// Four steps make an epoch; by default the checkpoint after an epoch has its evaluation behind it.
    private func progress(_ step: Int, epoch: Int? = nil) throws -> Checkpoint.Progress {
        try JSONDecoder().decode(
            Checkpoint.Progress.self,
            from: Data(
                """
                {"epoch": \(epoch ?? step / 4), "batch": 0, "step": \(step), "averageUpdates": 0, "falls": 0,
                 "sinceBest": 0, "lossSum": 0, "labelSum": 0}
                """.utf8))
    }

    @Test func whatIsAppendedComesBack() throws {
        try log.truncate(to: try progress(0))
        #expect(try log.records().isEmpty)
        for record in try [step(1), step(2), evaluation(2)] { try log.append(record) }
        #expect(try log.records() == [try step(1), step(2), evaluation(2)])
    }

    @Test func laterRecordsGo() throws {
        try log.truncate(to: try progress(0))
        for record in try [step(1), step(4), evaluation(4), step(5), step(8), evaluation(8)] { try log.append(record) }
        try log.truncate(to: try progress(8))
        #expect(try log.records().last == (try evaluation(8)))
        try log.truncate(to: try progress(7))
        #expect(try log.records() == [try step(1), step(4), evaluation(4), step(5)])
        try log.append(try step(6))
        #expect(try log.records().last == (try step(6)))
        try log.truncate(to: try progress(0))
        #expect(try Data(contentsOf: log.url).isEmpty)
    }

    /// The checkpoint of an epoch's last step may be the last one before a kill: the evaluation will be made again.
    @Test func anEvaluationWithoutItsCheckpointGoes() throws {
        try log.truncate(to: try progress(0))
        for record in try [step(3), step(4), evaluation(4)] { try log.append(record) }
        try log.truncate(to: try progress(4, epoch: 0))
        #expect(try log.records() == [try step(3), step(4)])
    }

    /// A line that a kill cut short is dropped, and what follows is a line of its own.
    @Test func halfALineIsDropped() throws {
        try log.truncate(to: try progress(0))
        try log.append(try step(1))
        let whole = try Data(contentsOf: log.url)
        for cut in 1..<whole.count - 1 {
            try (whole + whole.prefix(cut)).write(to: log.url)
            #expect(try log.records() == [try step(1)])
            try log.truncate(to: try progress(1))
            try log.append(try step(2))
            #expect(try log.records() == [try step(1), step(2)])
        }
    }
}
