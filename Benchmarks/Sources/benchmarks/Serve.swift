import ArgumentParser
import Foundation
import Recurrent

/// `benchmarks serve`: our side of a pair, as a process of its own that speaks the rivals' protocol.
///
/// It prints one line of JSON when it is ready. Each line that it reads is a number of repetitions; it answers with the
/// mean seconds of one, wall and CPU. It ends with its input.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Be one side of a pair.", shouldDisplay: false)

    @Argument var workload: WorkloadName
    @Argument(help: "The folder with the inputs.") var folder: String

    func run() throws {
        FreedMemory.keep()  // as `asr` does
        var workload = try workload.type.init(folder: URL(fileURLWithPath: folder))
        let hello = Hello(name: self.workload.rawValue, check: try workload.check())
        try answer(String(decoding: try JSONEncoder().encode(hello), as: UTF8.self))
        while let line = readLine() {
            guard let repetitions = Int(line), repetitions > 0 else {
                throw ValidationError("'\(line)' is no number of repetitions.")
            }
            let (start, cpu) = (ContinuousClock.now, clock())
            for _ in 0..<repetitions { try workload.run() }
            let wall = (ContinuousClock.now - start) / .seconds(1)
            let spent = Double(clock() - cpu) / Double(CLOCKS_PER_SEC)
            try answer("\(wall / Double(repetitions)) \(spent / Double(repetitions))")
        }
    }

    private func answer(_ line: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
    }
}

extension WorkloadName: ExpressibleByArgument {}
