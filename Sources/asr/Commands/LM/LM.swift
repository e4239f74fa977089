import ArgumentParser
import Foundation
import LanguageModel

/// `asr lm`: language models.
struct LM: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lm",
        abstract: "Build, train, mix, measure and convert language models.",
        discussion: """
            Texts hold one sentence a line in the model's spelling: "asr transcribe" can only find words as its alphabet \
            writes them, mostly lower case without punctuation. They may be gzipped or .xz; - is standard input.

              asr lm build --order 4 --output mine.bin sentences.txt
              asr lm train sentences.txt --output mine.safetensors
              asr lm mix --held-out dev.txt --output mixed.bin models/en/lm.bin mine.bin
              asr transcribe --lm mixed.bin clip.wav
            """,
        subcommands: [
            LMBuild.self, LMTrain.self, LMMix.self, LMConvert.self, LMPerplexity.self, LMInfo.self, LMTune.self,
        ])
}

/// Where a language model is written and how small.
struct LMOutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The model to write: ARPA where the name ends in .arpa or .arpa.gz, or is - for standard output; binary otherwise.",
            valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Leave out n-grams whose absence raises the perplexity relatively by less than this, as 1e-8.",
            valueName: "x"))
    var prune: Double?

    @Option(
        help: ArgumentHelp(
            "Leave out the least valuable n-grams until the binary is at most so large.", valueName: "MB"))
    var maximumSize: Double?

    func validate() throws {
        if let prune, !(prune > 0 && prune < 1) { throw ValidationError("--prune must lie between 0 and 1.") }
        if let maximumSize, !(maximumSize > 0 && maximumSize <= 1e6) {
            throw ValidationError("--maximum-size must be above 0 and at most 1000000.")
        }
        if prune != nil, maximumSize != nil { throw ValidationError("Give --prune or --maximum-size, not both.") }
    }

    /// Sees to it that the model is not written over what it is made of.
    func keep(_ inputs: [String]) throws { try FileIdentity.keep(inputs, from: [output]) }

    /// Prunes and writes a model, and says what it is.
    func write(_ table: NGramTable) throws {
        var table = table
        if let prune { table = table.pruned(threshold: prune) }
        if let maximumSize { table = try table.pruned(maximumBytes: Int(maximumSize * 1e6)) }
        let isARPA = output.hasSuffix(".arpa") || output.hasSuffix(".arpa.gz")
        if output == "-" {
            try table.writeARPA(to: output)
        } else {
            try WholeFile.write(output) { path in
                if isARPA { try table.writeARPA(to: path) } else { try LanguageModel(table).write(to: path) }
            }
        }
        let place = output == "-" ? "standard output" : output
        Console.message("wrote \(place): n-grams by length \(table.counts.map(String.init).joined(separator: ", "))")
    }
}
