import Foundation

/// What a program took from its start to its end.
struct MeasuredRun {
    let spent: Spent
    /// From its start to the first byte on its standard output, s.
    let firstOutput: Double
    /// The most memory that it held at once.
    let peakBytes: Int
    /// What it wrote to its standard output.
    let output: String

    /// Runs a program on the first cores; its messages go nowhere.
    init(_ command: [String], cores: Int) throws {
        let bound = Side.bound(command, cores: cores)
        let failure = { (status: Int32) in
            BenchmarkError.failed(command: bound.joined(separator: " "), status: status)
        }
        let pipe = Pipe()
        let writing = pipe.fileHandleForWriting.fileDescriptor
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, writing, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclose(&actions, pipe.fileHandleForReading.fileDescriptor)
        posix_spawn_file_actions_addclose(&actions, writing)

        var arguments = bound.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let start = ContinuousClock.now
        var child: pid_t = 0
        let spawned = posix_spawnp(&child, bound[0], &actions, nil, &arguments, environ)
        guard spawned == 0 else { throw failure(spawned) }
        try pipe.fileHandleForWriting.close()
        var output = pipe.fileHandleForReading.availableData
        firstOutput = (ContinuousClock.now - start) / .seconds(1)
        output += try pipe.fileHandleForReading.readToEnd() ?? Data()
        self.output = String(decoding: output, as: UTF8.self)
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(child, &status, 0, &usage) == child, status == 0 else { throw failure(status >> 8) }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        spent = Spent(
            wall: (ContinuousClock.now - start) / .seconds(1), cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime))
        peakBytes = usage.ru_maxrss * 1024
    }
}
