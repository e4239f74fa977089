import ArgumentParser
import Foundation
import LanguageModel
import Training

/// `asr lm train`: a recurrent language model of texts.
struct LMTrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a recurrent language model of sentences.",
        discussion: """
            A gated recurrent network that reads a sentence word by word and says which comes next, trained by \
            noise-contrastive estimation. Beside an n-gram model it knows which words are used alike, and remembers more \
            than the last three.

            OUTPUT.checkpoint beside the model holds what a training needs to go on: Ctrl-C writes it, --resume goes on as if \
            nothing had happened, and the end of the training removes it.
            """)

    @Argument(
        help: ArgumentHelp(
            "Texts, one sentence a line, each with the share of its sentences in an epoch: file:0.5.", valueName: "file:weight"))
    var texts: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("The model to write, after every epoch.", valueName: "file"))
    var output: String

    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Texts whose perplexity is shown after every epoch.", valueName: "file"))
    var dev: [String] = []

    @Option(help: ArgumentHelp("Words to know at most: the most frequent ones.", valueName: "n"))
    var vocabularyLimit = 16_000

    @Option(help: ArgumentHelp("Floats of a word's vector.", valueName: "n"))
    var vectorSize = 256

    @Option(help: ArgumentHelp("Units of a recurrent layer.", valueName: "n"))
    var hiddenSize = 384

    @Option(help: ArgumentHelp("Recurrent layers.", valueName: "n"))
    var layers = 1

    @Option(help: ArgumentHelp("Times through the texts.", valueName: "n"))
    var epochs = 4

    @Option(help: ArgumentHelp("The greatest learning rate.", valueName: "x"))
    var rate: Float = 2e-3

    @Option(help: ArgumentHelp("Share of vectors and outputs that is dropped out.", valueName: "x"))
    var dropout: Float = 0.1

    @Option(help: ArgumentHelp("Of all that is random.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(help: "Go on from the checkpoint beside the output where there is one.")
    var resume = false

    /// None beside what is no file, as /dev/null.
    private var checkpoint: URL? { OutputFile.canReplace(output) ? URL(fileURLWithPath: output + ".checkpoint") : nil }

    func validate() throws {
        if texts.isEmpty { throw ValidationError("Name a text.") }
        for path in texts.map(WeightedPath.init) {
            if let weight = path.weight, !(weight > 0 && weight <= 1000) {
                throw ValidationError("\(path.path): its weight must be above 0 and at most 1000.")
            }
        }
        if output == "-" { throw ValidationError("Name a file with --output: it is written again after every epoch.") }
        if epochs > 10_000 { throw ValidationError("--epochs must be at most 10000.") }
        for (name, value) in [
            ("--vocabulary-limit", vocabularyLimit), ("--vector-size", vectorSize), ("--hidden-size", hiddenSize),
            ("--layers", layers), ("--epochs", epochs),
        ] where value < 1 {
            throw ValidationError("\(name) must be 1 or more.")
        }
        if !(rate > 0 && rate < 1) { throw ValidationError("--rate must lie between 0 and 1.") }
        if !(0..<1).contains(dropout) { throw ValidationError("--dropout must be 0 or more and below 1.") }
    }

    func run() throws {
        let paths = texts.map(WeightedPath.init)
        try FileIdentity.keep(paths.map(\.path) + dev, from: [output])
        try WholeFile.check(output)
        let checkpoint = checkpoint
        if let checkpoint { try WholeFile.check(checkpoint.path) }
        let started = checkpoint.flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }
        if let started, !resume { throw TrainingError.alreadyThere(path: started.path) }
        if resume, started == nil, FileManager.default.fileExists(atPath: output) {
            throw TrainingError.modelThere(path: output)
        }
        let dev = try dev.map { path in
            var corpus = TextCorpus()
            try corpus.read(path)
            guard corpus.sentences > 0 else { throw LanguageModelError.noSentences }
            return (path, corpus)
        }
        let texts = try WeightedTexts(
            paths.map { path in
                var corpus = TextCorpus()
                try corpus.read(path.path)
                Console.message("\(path.path): \(corpus.sentences) sentences, \(corpus.words) words")
                return (corpus, path.weight ?? 1)
            }, limit: vocabularyLimit)
        var options = RecurrentLanguageModelTrainer.Options()
        options.network.inputSize = vectorSize
        options.network.hiddenSize = hiddenSize
        options.network.layers = layers
        options.epochs = epochs
        options.schedule.peak = rate
        options.dropout = dropout
        options.seed = seed
        var trainer = try RecurrentLanguageModelTrainer(texts, options: options)
        if let started { try trainer.resume(from: started) }
        InterruptSignal.install()
        let finished = try trainer.run(
            report: { progress in
                Console.message(
                    String(
                        format: "step %d/%d  loss %.3f  %.0f words/s", progress.step, progress.steps, progress.loss,
                        progress.wordsPerSecond))
            },
            endOfEpoch: { trainer, epoch in
                try WholeFile.write(output) { try trainer.model.write(to: $0) }
                Console.message("epoch \(epoch): wrote \(output)")
                for (path, corpus) in dev {
                    let (perplexity, logSum) = trainer.perplexity(of: corpus)
                    Console.message(String(format: "  %@  perplexity %.1f  (ln of sums %.3f)", path, perplexity, logSum))
                }
            },
            checkpoint: { if let checkpoint { try $0.writeCheckpoint(to: checkpoint) } },
            goesOn: { !InterruptSignal.isRaised })
        guard finished else {
            Console.message(
                checkpoint == nil ? "stopped" : "stopped after a checkpoint. To go on, run the same command with --resume")
            throw ExitCode(130)
        }
        if let checkpoint { try FileManager.default.removeItem(at: checkpoint) }
    }
}
