import ArgumentParser
import Foundation
import Recurrent

@main
struct ASR: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asr",
        abstract: "Speech recognition that you can run, read and retrain.",
        discussion: """
            Text goes to standard output, progress and messages to standard error. Exit codes: 0 done, 64 wrong usage, \
            65 unusable audio or data, 66 no such input, 73 output that cannot be written, 78 unusable model or \
            configuration, 130 interrupted.
            """,
        version: "0.1.0",
        subcommands: [
            Transcribe.self, Align.self, Evaluate.self, Finetune.self, Train.self, Calibrate.self, Average.self,
            Quantize.self, LM.self, Features.self, Plot.self, Info.self,
        ])

    /// Parses and runs, and turns every error into one message and an exit code of its kind.
    static func main() async {
        FreedMemory.keep()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard let failure = Failure(error) else { exit(withError: error) }
            Console.error(failure.message)
            Foundation.exit(failure.code)
        }
    }
}
