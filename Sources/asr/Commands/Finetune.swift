import ArgumentParser
import CTC
import Foundation
import LanguageModel
import Recognition
import Training

/// `asr finetune`: a model becomes the user's.
struct Finetune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a model yours: your speakers, your words, your language.",
        discussion: """
            Minutes of recorded speech with their texts are enough. They come as JSON lines \
            ({"audio_filepath":…,"text":…}), DeepSpeech CSV, a LibriSpeech or Kaldi folder, or simply a folder of audio \
            files with a .txt beside each. They are checked first, and all that is wrong is told at once.

              asr finetune --train recordings/ --dry-run
              asr finetune --train recordings/ --output models/mine
              asr finetune --train mine.jsonl --dev dev.jsonl --replay base.jsonl:1 --reference base-dev.jsonl \
            --output models/mine

            Without --dev some clips are split off. The output folder holds the best weights so far at any time: Ctrl-C \
            keeps them, and --resume goes on. docs/finetuning.md is a guide.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Your speech: manifests or folders; \"m.jsonl:2\" takes each utterance of one twice in each epoch.",
            valueName: "data"))
    var train: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Your speech to judge by; a tenth of --train, by speakers where they are known, if not given.",
            valueName: "data"))
    var dev: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Speech that the model knows: its error before and after shows what was forgotten. (default: the model's own)",
            valueName: "data"))
    var reference: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            """
            Speech that the model has learnt, to be heard again so that it is not forgotten; "base.jsonl:0.5" takes half \
            a second of it for each second of yours, and 1 if not given; none for none. (default: the model's own)
            """, valueName: "data"))
    var replay: [String] = []

    @OptionGroup var base: ModelOption

    @Option(name: .shortAndLong, help: ArgumentHelp("The model folder to write.", valueName: "folder"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "keep: the model's. from-data: the letters of your texts. Or a file with the characters.",
            valueName: "keep|from-data|file"))
    var alphabet = AlphabetChoice.keep

    @Option(help: ArgumentHelp("The language, as a BCP 47 tag: \"cy\" (the model's if not given).", valueName: "tag"))
    var language: String?

    @Option(
        help: ArgumentHelp(
            """
            The new model's language model. adapt: the model's own with your texts mixed in. keep: as it is. none: \
            without. Or a file. (default: adapt; with another alphabet none)
            """, valueName: "adapt|keep|none|file"))
    var lm: String?

    @Flag(help: "Check the data, say what would be done, and stop there.")
    var dryRun = false

    @Flag(help: "Go on from the checkpoint in the output folder.")
    var resume = false

    @OptionGroup(title: "Training") var tuning: FineTuningFlags

    @OptionGroup(title: "Augmentation") var augmentation: AugmentationFlags

    func validate() throws {
        if output == nil, !dryRun { throw ValidationError("Name the folder of the new model with --output.") }
    }

    func run() async throws {
        let model = try base.load()
        let data = try FineTuningData(self, model: model)
        guard !dryRun, let output else { return }

        var options = tuning.options
        options.augmentation = augmentation.options
        if lm == "keep" || lm == "none" { options.languageModelShare = 0 }
        let folder = URL(fileURLWithPath: output)
        var start = model
        if lm == "none" { start = try Model(model.configuration, parameters: model.parameters) }
        let tuning = try FineTuning(
            start, options: options, alphabet: data.alphabet, name: folder.lastPathComponent, language: language,
            train: data.train, dev: data.dev, replay: data.replay, noise: data.noise,
            languageModel: try ["adapt", "keep", "none", nil].contains(lm) ? nil : lm.map { try .open($0) },
            output: folder, resume: resume)
        InterruptSignal.install()
        let progress = FineTuningProgress(tuning)
        let summary = try await tuning.run(stop: { InterruptSignal.isRaised }, report: progress.show)
        guard summary != nil else { throw ExitCode(130) }
    }
}

/// Which labels a tuned model has.
enum AlphabetChoice: ExpressibleByArgument {
    case keep
    case fromData
    case file(String)

    init(argument: String) {
        self =
            switch argument {
            case "keep": .keep
            case "from-data": .fromData
            default: .file(argument)
            }
    }

    /// The new model's alphabet, nil for the base's.
    func alphabet(texts: [String]) throws -> Alphabet? {
        switch self {
        case .keep:
            return nil
        case .fromData:
            let (alphabet, rare) = try Alphabet.collected(from: texts)
            Console.message("the alphabet of the texts: \(alphabet.labels.dropFirst(2).joined(separator: " "))")
            if !rare.isEmpty {
                Console.message(
                    "left out, since they occur once: \(rare.keys.sorted().joined(separator: " ")) (a file can name them: "
                        + "--alphabet FILE)")
            }
            return alphabet
        case .file(let path):
            let text: String
            do {
                text = try String(contentsOfFile: path, encoding: .utf8)
            } catch {
                throw ValidationError("--alphabet \(path) cannot be read as UTF-8 text: keep, from-data or a file.")
            }
            if text.hasPrefix("[") { return try JSONDecoder().decode(Alphabet.self, from: Data(text.utf8)) }
            return try Alphabet(characters: text.filter { !$0.isNewline })
        }
    }
}
