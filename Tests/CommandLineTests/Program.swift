import Foundation

/// The program under test, as it was built beside the tests.
enum Program {
    /// How a run ended and what it wrote.
    struct Result {
        /// The exit code, or 128 plus the number of the signal that ended the program, as shells count.
        let status: Int32
        let output: String
        let errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
        /// Whether a signal of the kind that a fault raises ended the program.
        var hasCrashed: Bool { [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV].contains(status - 128) }
    }

    private static let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("asr")

    /// A run that has been started.
    struct Run {
        private let process: Process
        private let ended: AsyncStream<Void>
        private let files: TemporaryFolder

        fileprivate init(
            _ arguments: [String], in folder: URL?, environment: [String: String], output: FileHandle?,
            input: [Data]?
        ) throws {
            files = try TemporaryFolder()
            process = Process()
            process.executableURL = Program.url
            process.arguments = arguments
            process.currentDirectoryURL = folder ?? files.url
            process.environment = ["HOME": files.url.path, "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
            let pipe = input.map { _ in Pipe() }
            process.standardInput = pipe ?? FileHandle.nullDevice
            process.standardOutput = try output ?? files.create("output")
            process.standardError = try files.create("errors")
            let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
            self.ended = ended
            process.terminationHandler = { _ in continuation.finish() }
            try process.run()
            guard let input, let pipe else { return }
            // A pipe that nobody reads any more is no concern of the test.
            signal(SIGPIPE, SIG_IGN)
            let writer = pipe.fileHandleForWriting
            Thread.detachNewThread {
                for piece in input {
                    guard (try? writer.write(contentsOf: piece)) != nil else { break }
                    usleep(1000)
                }
                try? writer.close()
            }
        }

        var isRunning: Bool { process.isRunning }

        func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

        func result() async throws -> Result {
            for await _ in ended {}
            let isSignal = process.terminationReason == .uncaughtSignal
            return Result(
                status: process.terminationStatus + (isSignal ? 128 : 0),
                output: (try? files.text("output")) ?? "", errors: try files.text("errors"))
        }
    }

    /// Starts the program, in a folder of its own if none is named, with no more environment than it is given.
    ///
    /// - Parameter input: written piece by piece to a pipe on its standard input.
    static func start(
        _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:], output: FileHandle? = nil,
        input: [Data]? = nil
    ) throws -> Run {
        try Run(arguments, in: folder, environment: environment, output: output, input: input)
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: String..., in folder: URL? = nil, environment: [String: String] = [:], output: FileHandle? = nil
    ) async throws -> Result {
        try await start(arguments, in: folder, environment: environment, output: output).result()
    }
}
