import ArgumentParser

@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Times the engine against its rivals, in turns, and prints the ratios.",
        subcommands: [Run.self, Growth.self, Serve.self], defaultSubcommand: Run.self)
}
