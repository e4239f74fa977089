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
        let base = try self.base.folder()
        let model = try Model(folder: base)
        let languageModel = try self.languageModel(for: model)
        let data = try FineTuningData(
            train: train, dev: dev, reference: reference, replay: replay, noise: augmentation.noise, alphabet: alphabet,
            model: model, folder: base, maximumSeconds: tuning.maximumSeconds)
        if data.alphabet != nil, language == nil {
            Console.message(
                "say the language of the new alphabet with --language; without, it stays \(model.configuration.language)"
            )
        }

        var options = tuning.options
        options.augmentation = augmentation.options
        let folder = URL(fileURLWithPath: output ?? "")
        let fineTuning = try FineTuning(
            model, options: options, alphabet: data.alphabet, name: folder.lastPathComponent, language: language,
            train: data.train, dev: data.dev, replay: data.replay, noise: data.noise, languageModel: languageModel,
            output: folder, resume: resume)
        Console.message(fineTuning.trainer.plan)
        if dryRun {
            // A run does so itself.
            if output != nil { try fineTuning.trainer.check() } else { try fineTuning.trainer.checkOptions() }
            return
        }

        InterruptSignal.install()
        let progress = FineTuningProgress(fineTuning)
        let summary = try await fineTuning.run(stop: { InterruptSignal.isRaised }, report: progress.show)
        guard summary != nil else { throw ExitCode(130) }
    }

    private func languageModel(for model: Model) throws -> FineTuning.LanguageModelChoice {
        if lm == "adapt" || lm == "keep" {
            if case .keep = alphabet {
            } else {
                throw ValidationError("--lm \(lm ?? "") is of the model's alphabet: give a file with another, or none.")
            }
            if model.languageModel == nil {
                throw ValidationError("--lm \(lm ?? "") needs a language model, and the model has none.")
            }
        }
        return switch lm {
        case nil, "adapt": .standard
        case "keep": .kept
        case "none": .none
        case let path?: .other(try .open(path))
        }
    }
}
