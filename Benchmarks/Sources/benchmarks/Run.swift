import ArgumentParser
import Foundation

/// `benchmarks`: both sides of the chosen pairs in turns, then the table.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run pairs and print their table.")

    @Argument(help: "The pairs to run; all if none is named.")
    var pairs: [PairName] = PairName.allCases

    @Option(help: "Timed rounds of each side, after one that is not.")
    var rounds = 5

    @Option(help: ArgumentHelp("Also write every timing to a file.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("The Python that has the rivals.", valueName: "file"))
    var python: String

    @Option(help: ArgumentHelp("The rivals' scripts.", valueName: "folder"))
    var scripts: String

    @Option(help: ArgumentHelp("The rivals' programs, built by rivals/setup.sh.", valueName: "folder"))
    var programs: String

    @Option(help: ArgumentHelp("The recogniser's program.", valueName: "file"))
    var asr: String

    @Option(help: ArgumentHelp("The model of the transcription.", valueName: "folder"))
    var model: String

    @Option(help: ArgumentHelp("The clips, repeated or cut off at ten minutes.", valueName: "file"))
    var manifest: String

    @Option(help: "Another recogniser: pocketsphinx, hama or whisper:FOLDER; may be given again.")
    var recognizer: [String] = []

    @Option(help: ArgumentHelp("The Python that has them; the rivals' if not given.", valueName: "file"))
    var recognizersPython: String?

    @Option(help: ArgumentHelp("How much of the clips other recognisers hear.", valueName: "s"))
    var rivalSeconds = 600.0

    func validate() throws {
        if rounds < 1 { throw ValidationError("--rounds must be at least 1.") }
    }

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("asr-benchmarks-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = Bench(
            rounds: rounds, folder: folder, python: python, scripts: scripts, programs: programs, asr: asr, model: model,
            clips: try Clips(manifest: manifest, seconds: 600), recognizers: recognizer,
            recognizersPython: recognizersPython ?? python, rivalSeconds: rivalSeconds)

        var report = Report(machine: Machine(), rows: [])
        print(report.machine.description)
        for name in pairs {
            FileHandle.standardError.write(Data("\(name.rawValue) …\n".utf8))
            report.rows += try name.pair.measure(on: bench)
        }
        report.machine.loadAfter = Machine.load()
        print(report.table)
        if let json { try report.json().write(to: URL(fileURLWithPath: json), options: .atomic) }
    }
}

extension PairName: ExpressibleByArgument {}
