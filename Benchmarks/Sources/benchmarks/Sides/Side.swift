import Foundation

/// One side of a pair: a process, bound to the first cores, that runs rounds when it is asked to.
///
/// Ours and the rival's are started, bound, warmed up and asked in the same way; each times itself, so that neither its
/// start nor the protocol counts.
final class Side {
    let hello: Hello
    private let process: Process
    private let input: FileHandle
    private var output: LineReader
    private let command: String

    /// Starts the process and waits until it is ready.
    ///
    /// - Parameter threads: what the process's OpenMP may use; our engine sets its own.
    init(_ command: [String], cores: Int, threads: Int) throws {
        self.command = command.joined(separator: " ")
        let (input, output) = (Pipe(), Pipe())
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Threads that spin, OpenMP's default, are ruined by any other process: see README.md.
        let waiting = ProcessInfo.processInfo.environment["OMP_WAIT_POLICY"] ?? "passive"
        process.arguments =
            ["OMP_NUM_THREADS=\(threads)", "OMP_WAIT_POLICY=\(waiting)"] + Self.bound(command, cores: cores)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.input = input.fileHandleForWriting
        self.output = LineReader(output.fileHandleForReading)
        guard let line = self.output.next(),
            let hello = try? JSONDecoder().decode(Hello.self, from: Data(line.utf8))
        else { throw BenchmarkError.silent(command: self.command) }
        self.hello = hello
    }

    /// The command that runs another one on the first cores only.
    static func bound(_ command: [String], cores: Int) -> [String] {
        ["taskset", "-c", "0-\(cores - 1)"] + command
    }

    /// Runs the work so many times and returns the mean time of one.
    func spent(repetitions: Int) throws -> Spent {
        try input.write(contentsOf: Data("\(repetitions)\n".utf8))
        let answer = output.next()?.split(separator: " ").compactMap { Double($0) } ?? []
        guard answer.count == 2 else { throw BenchmarkError.silent(command: command) }
        return Spent(wall: answer[0], cpu: answer[1])
    }

    /// Ends the process.
    func stop() {
        try? input.close()
        process.waitUntilExit()
    }
}
