import ArgumentParser
import Foundation
import Recognition
import Training

/// `asr train`: recordings and their texts in, a model out.
struct Train: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a model from recordings and their texts.",
        discussion: """
            Manifests are JSON lines ({"audio_filepath":…,"duration":…,"text":…}, paths relative to the manifest), \
            DeepSpeech CSV, Kaldi or LibriSpeech folders, or folders of audio with a .txt beside each. The output folder holds the best weights so far, and under \
            training/ the checkpoint, the log (JSON lines) and the curves. Ctrl-C writes a checkpoint; --resume goes on \
            from it, also after a crash.

              asr train --train train.jsonl --dev dev.jsonl --config config.json --output models/mine
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Manifests to train on; \"m.jsonl:0.3\" takes each utterance of one in 0.3 of the epochs, \":2\" twice in each.",
            valueName: "manifest"))
    var train: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Manifests to evaluate on after each epoch; the best weights are kept.", valueName: "manifest"))
    var dev: [String] = []

    @Option(
        help: ArgumentHelp(
            "Recordings without speech, which augmentation.noise_share adds: a manifest or a folder.", valueName: "path"
        ))
    var noise: String?

    @Option(
        help: ArgumentHelp(
            "The configuration: model and training; see models/en/recipe for examples.", valueName: "file"))
    var config: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The model folder to write.", valueName: "folder"))
    var output: String

    @Option(
        name: .customLong("init"),
        help: ArgumentHelp(
            """
            Start from a model's weights instead of random ones. Where the configuration has more layers, the new ones at \
            first hand on what its last one says.
            """,
            valueName: "folder"))
    var initial: String?

    @Flag(help: "Go on from the checkpoint in the output folder.")
    var resume = false

    func run() async throws {
        try TextFileError.require(config)
        let configuration = try TrainingConfiguration(contentsOf: URL(fileURLWithPath: config))
        let trainer = Trainer(
            configuration,
            train: try train.flatMap { try Manifest.read(weighted: $0).utterances },
            dev: try dev.map {
                Trainer.DevSet(name: Manifest.name(of: $0), utterances: try Manifest.read($0).utterances)
            },
            noise: try noise.map { try Manifest.recordings($0).utterances } ?? [],
            output: URL(fileURLWithPath: output),
            initial: try initial.map { try start(from: $0, layers: configuration.model.network.layers) },
            resume: resume)
        InterruptSignal.install()
        let progress = TrainingProgress(log: trainer.logURL)
        let outcome = try await trainer.run(stop: { InterruptSignal.isRaised }, report: progress.show)
        switch outcome {
        case .finished:
            Console.message("done. Try it: asr transcribe --model \(output) clip.wav")
        case .interrupted:
            Console.message("stopped after a checkpoint. To go on, run the same command with --resume")
            throw ExitCode(130)
        }
    }

    /// The model to start from, with as many layers as are asked for.
    private func start(from name: String, layers: Int) throws -> Model {
        let model = try Model(folder: ModelLocator.find(name))
        return model.configuration.network.layers < layers ? try model.deepened(to: layers) : model
    }
}
