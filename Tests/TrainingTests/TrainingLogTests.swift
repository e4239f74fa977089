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

    @Test func whatIsAppendedComesBack() throws {
        try log.truncate(after: 0)
        #expect(try log.records().isEmpty)
        for record in try [step(1), step(2), evaluation(2)] { try log.append(record) }
        #expect(try log.records() == [try step(1), step(2), evaluation(2)])
    }

    @Test func laterRecordsGo() throws {
        try log.truncate(after: 0)
        for record in try [step(1), step(2), evaluation(2), step(3), step(4), evaluation(4)] { try log.append(record) }
        try log.truncate(after: 3)
        #expect(try log.records() == [try step(1), step(2), evaluation(2), step(3)])
        try log.append(try step(4))
        #expect(try log.records().last == (try step(4)))
        try log.truncate(after: 0)
        #expect(try Data(contentsOf: log.url).isEmpty)
    }

    /// A line that a kill cut short is dropped, and what follows is a line of its own.
    @Test func halfALineIsDropped() throws {
        try log.truncate(after: 0)
        try log.append(try step(1))
        let whole = try Data(contentsOf: log.url)
        for cut in 1..<whole.count - 1 {
            try (whole + whole.prefix(cut)).write(to: log.url)
            #expect(try log.records() == [try step(1)])
            try log.truncate(after: 1)
            try log.append(try step(2))
            #expect(try log.records() == [try step(1), step(2)])
        }
    }
}
