import Foundation

/// What the pairs share: where things are, and how two sides are timed.
struct Bench {
    let rounds: Int
    /// For the inputs; empty at the start and removed at the end.
    let folder: URL
    let python: String
    let scripts: String
    /// The folder of the rivals' programs.
    let programs: String
    let asr: String
    let model: String
    let clips: Clips
    /// Other recognisers by their names for `rivals/transcription.py`, and the Python that has them.
    let recognizers: [String]
    let recognizersPython: String
    /// How much of the clips these are given.
    let rivalSeconds: Double

    /// Starts our side of a pair.
    func ours(_ workload: WorkloadName, cores: Int, threads: Int? = nil) throws -> Side {
        try Side(
            ["/proc/\(getpid())/exe", "serve", workload.rawValue, folder.path], cores: cores, threads: threads ?? cores)
    }

    /// Starts a rival that is a Python script of ours in `rivals/`.
    ///
    /// - Parameter options: arguments after the folder.
    func rival(script: String, _ options: String..., cores: Int) throws -> Side {
        try Side([python, "\(scripts)/\(script)", folder.path] + options, cores: cores, threads: cores)
    }

    /// Starts a rival that is a program built by `rivals/setup.sh`.
    ///
    /// - Parameter options: arguments after the folder.
    func rival(program: String, _ options: String..., cores: Int) throws -> Side {
        try Side(["\(programs)/\(program)", folder.path] + options, cores: cores, threads: cores)
    }

    /// Times sides in turns: a first round of each to warm up and to find how many repetitions make half a second, then
    /// ``rounds`` of each, in one order and the other alternately.
    ///
    /// - Throws: ``BenchmarkError`` where they compute different things.
    func inTurns(_ sides: [Side], pair: String) throws -> [Timing] {
        defer { for side in sides { side.stop() } }
        let ours = sides[0].hello.check
        for side in sides.dropFirst() where !side.hello.check.isEmpty {
            let theirs = side.hello.check
            let agree = ours.count == theirs.count && zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-3 * abs($1) }
            guard agree else {
                throw BenchmarkError.disagreement(pair: pair, ours: ours, rival: side.hello.name, theirs: theirs)
            }
        }
        let repetitions = try sides.map { max(1, Int((0.5 / (try $0.spent(repetitions: 1).wall)).rounded(.up))) }
        var spent = sides.map { _ in [Spent]() }
        for round in 0..<rounds {
            let order = Array(sides.indices)
            for index in round.isMultiple(of: 2) ? order : order.reversed() {
                spent[index].append(try sides[index].spent(repetitions: repetitions[index]))
            }
        }
        return zip(sides, spent).map { Timing(name: $0.hello.name, rounds: $1) }
    }
}
