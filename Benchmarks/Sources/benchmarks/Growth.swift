import ArgumentParser
import Foundation
import Plotting
import Recognition

/// `benchmarks growth`: how times grow with length, beam width, batch and cores, as a picture.
struct Growth: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure how times grow, and plot them.")

    @Option(help: "Timed rounds of each point; the median is plotted.")
    var rounds = 3

    @Option(help: ArgumentHelp("The recogniser's program.", valueName: "file"))
    var asr: String

    @Option(help: ArgumentHelp("The model.", valueName: "folder"))
    var model: String

    @Option(help: ArgumentHelp("The clips.", valueName: "file"))
    var manifest: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The picture.", valueName: "png"))
    var output: String

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("asr-growth-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clips = try Clips(manifest: manifest, seconds: 600)
        let files = try clips.writeWAV(to: folder)
        print(Machine().description)
        let chart = Chart(panels: [
            LineChart(
                title: "One recording, 2 cores", xLabel: "minutes", yLabel: "seconds",
                series: try lengths(clips, in: folder), includesZero: true),
            LineChart(
                title: "Ten minutes in \(files.count) clips", xLabel: "beam width (0: greedy)",
                yLabel: "times real time", series: try beams(clips, files), includesZero: true),
            LineChart(
                title: "Training step, 3 × 320", xLabel: "utterances of 10 s", yLabel: "ms an utterance",
                series: try batches(in: folder), includesZero: true),
        ])
        try chart.write(png: output, width: 700, height: 900)
    }

    /// The median of rounds; each is printed.
    private func median(_ title: String, _ run: () throws -> Spent) throws -> Double {
        let median = Timing(name: "", rounds: try (0..<rounds).map { _ in try run() }).median(\.wall)
        print("\(title): \(Report.number(median * 1000)) ms")
        return median
    }

    private func transcription(_ title: String, _ files: [String], cores: Int, options: [String]) throws -> Double {
        try median(title) {
            try MeasuredRun([asr, "transcribe", "--model", model] + options + files, cores: cores).spent
        }
    }

    /// Seconds by minutes.
    private func lengths(_ clips: Clips, in folder: URL) throws -> [LineChart.Series] {
        let recordings = try [0.5, 1, 2, 5, 10].map { minutes in
            let count = clips.prefix(seconds: 60 * minutes).count
            let url = folder.appendingPathComponent("\(minutes).wav")
            try Clips.wav(clips.samples[..<count].flatMap { $0 }).write(to: url)
            return (minutes, url.path)
        }
        return try [("beam and language model", []), ("greedy", ["--greedy"])].map { name, options in
            .init(
                name,
                points: try recordings.map { minutes, path in
                    (minutes, try transcription("\(name), \(minutes) min", [path], cores: 2, options: options))
                }, style: .marked)
        }
    }

    /// Times real time by beam width.
    private func beams(_ clips: Clips, _ files: [String]) throws -> [LineChart.Series] {
        try [1, 2].map { cores in
            .init(
                "\(cores) core\(cores > 1 ? "s" : "")",
                points: try [0, 8, 32, 100, 250, 500].map { beam in
                    let options = beam == 0 ? ["--greedy"] : ["--beam", "\(beam)"]
                    let wall = try transcription("beam \(beam), cores \(cores)", files, cores: cores, options: options)
                    return (Double(beam), clips.seconds / wall)
                }, style: .marked)
        }
    }

    /// Milliseconds an utterance by utterances of a batch.
    private func batches(in folder: URL) throws -> [LineChart.Series] {
        try [1, 2].map { cores in
            .init(
                "\(cores) core\(cores > 1 ? "s" : "")",
                points: try [1, 2, 4, 8, 16, 32].map { utterances in
                    var shape = TrainingShape()
                    shape.utterances = utterances
                    try TrainingInputs(shape).write(to: folder)
                    let side = try Side(
                        ["/proc/\(getpid())/exe", "serve", WorkloadName.trainingStep.rawValue, folder.path],
                        cores: cores, threads: cores)
                    defer { side.stop() }
                    let wall = try median("batch of \(utterances), cores \(cores)") {
                        try side.spent(repetitions: max(1, 16 / utterances))
                    }
                    return (Double(utterances), 1000 * wall / Double(utterances))
                }, style: .marked)
        }
    }
}
