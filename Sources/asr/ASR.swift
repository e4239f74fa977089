import ArgumentParser

@main
struct ASR: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asr",
        abstract: "Speech recognition that you can run, read and retrain.",
        subcommands: [Train.self])
}
