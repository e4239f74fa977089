import ArgumentParser
import Foundation
import Training

/// `asr plot`: a run's log as a picture.
struct Plot: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Draw the curves of a training log as a PNG.")

    @Argument(help: "The log: training/log.jsonl in a model folder.")
    var log: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The picture to write.", valueName: "png"))
    var output = "curves.png"

    func run() throws {
        try FileIdentity.keep([log], from: [output])
        let records: [TrainingRecord]
        do {
            records = try TrainingLog(URL(fileURLWithPath: log)).records()
        } catch {
            throw ManifestError.unreadable(path: log, reason: "there is no such file, or it may not be read")
        }
        guard !records.isEmpty else { throw TrainingError.noRecords(path: log) }
        try WholeFile.write(output) { path in try TrainingCurves(records: records).chart.write(png: path) }
        Console.message("wrote \(output)")
    }
}
