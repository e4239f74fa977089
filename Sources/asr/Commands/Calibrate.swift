import ArgumentParser
import CTC
import Foundation
import Recognition
import Signal
import Training

/// `asr calibrate`: confidences that are kept.
struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit a model's confidences to how often its words are right.",
        discussion: """
            Recordings that the model was not trained on are transcribed, and their words compared with the transcripts. \
            What is fitted is written to the model's config.json, for each way of decoding. The table is honest: the \
            words of half of the speakers are judged by what was fitted on the other half.

              asr calibrate --model models/en --dev dev.jsonl --plot reliability.png
            """)

    @OptionGroup var model: ModelOption

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "JSON lines, DeepSpeech CSV, Kaldi or LibriSpeech folders, or folders of audio with a .txt beside each; all are pooled.",
            valueName: "manifest"))
    var dev: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Recordings without speech: fit what tells it from noise, too, so that noise gives no words.",
            valueName: "manifest"))
    var noise: [String] = []

    @Option(
        help: ArgumentHelp("Draw how often words of each confidence are right, before and after.", valueName: "png"))
    var plot: String?

    @Flag(help: "Print the table, and leave the model as it is.")
    var dryRun = false

    func run() throws {
        let folder = try ModelLocator.find(model.model)
        let model = try Model(folder: folder)
        let kinds = decodings(model).map(DecodingKind.init)
        let speech = try words(dev, of: model)
        var fits: [(kind: DecodingKind, fit: ConfidenceFit)] = []
        for (kind, words) in zip(kinds, speech.words) { fits.append((kind, try ConfidenceFit(words))) }
        let gate = noise.isEmpty ? model.configuration.voice : try gate(model, speech: speech.words)
        print("decoding        words   right %   ECE %         AUC             NCE")
        for (kind, fit) in fits { print(Self.row(kind, fit)) }
        if let plot {
            try WholeFile.write(plot) { path in
                try ReliabilityDiagram(fits: fits).chart.write(png: path, width: 620, height: 520 * fits.count)
            }
            Console.message("wrote \(plot)")
        }
        guard !dryRun else { return }
        var configuration = model.configuration
        configuration.voice = gate
        configuration.confidence = Dictionary(
            uniqueKeysWithValues: fits.map { kind, fit in
                var calibration = fit.calibration
                calibration.leastMean = model.configuration.confidence?[kind]?.leastMean
                return (kind, calibration)
            })
        try configuration.write(to: folder)
        Console.message("wrote \(folder.appendingPathComponent(Model.configurationFile).path)")
    }

    /// The ways of decoding with a model.
    private func decodings(_ model: Model) -> [Decoding] {
        [.greedy, .beam(model.search(languageModel: nil))] + (model.languageModel == nil ? [] : [model.decoding()])
    }

    /// Fits the gate between speech and noise on the words of all ways of decoding, and prints what it does to each.
    private func gate(_ model: Model, speech: [[WordOutcome]]) throws -> VoiceGate {
        let noises = try words(noise, of: model)
        let minutes = max(1e-9, noises.seconds / 60)
        for (index, kind) in decodings(model).map(DecodingKind.init).enumerated() {
            let fit = try VoiceFit(speech: speech[index], noise: noises.words[index])
            let kept = Double(fit.spokenWords.after) / Double(max(1, fit.spokenWords.before))
            let (before, after) = (Double(fit.falseWords.before) / minutes, Double(fit.falseWords.after) / minutes)
            print(
                kind.rawValue + ": "
                    + String(
                        format: "%.1f → %.1f words a minute of noise, %.2f %% of those in speech lost", before, after,
                        100 * (1 - kept)))
        }
        return try VoiceFit(speech: Array(speech.joined()), noise: Array(noises.words.joined())).gate
    }

    /// What the model makes of recordings, in each way of decoding, and how long they are.
    private func words(_ manifests: [String], of model: Model) throws -> (words: [[WordOutcome]], seconds: Double) {
        let utterances = try manifests.flatMap { try Manifest.read($0).utterances }
        let rate = model.configuration.frontEnd.sampleRate
        let decodings = decodings(model)
        var words = decodings.map { _ in [WordOutcome]() }
        var seconds = 0.0
        for (index, utterance) in utterances.enumerated() {
            Console.progress(index, of: utterances.count, utterance.id)
            do {
                let samples = try utterance.reader(sampleRate: rate).readAll()
                seconds += Double(samples.count) / Double(rate)
                var heard: [[Float]: LogProbabilities] = [:]
                for (index, decoding) in decodings.enumerated() {
                    let warps = model.warps(for: decoding)
                    let logProbabilities =
                        try heard[warps] ?? Recognizer(model, decoding: decoding).logProbabilities(of: samples)
                    heard[warps] = logProbabilities
                    words[index] += WordOutcome.words(
                        of: utterance, in: logProbabilities, alphabet: model.alphabet, decoding: decoding)
                }
            } catch let error as AudioError {
                Console.error("left out: \(error)")
            }
        }
        Console.clearStatus()
        return (words, seconds)
    }

    /// "beam        5240      26.3   31.20 → 1.52   0.701 → 0.782   −1.204 → 0.181"
    private static func row(_ kind: DecodingKind, _ fit: ConfidenceFit) -> String {
        func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "–" }
        return kind.rawValue.padding(toLength: 15, withPad: " ", startingAt: 0)
            + String(
                format: "%6d   %7.1f   %.2f → %.2f   ", fit.after.count, 100 * fit.after.accuracy,
                100 * fit.before.calibrationError, 100 * fit.after.calibrationError)
            + "\(number(fit.before.area)) → \(number(fit.after.area))   "
            + "\(number(fit.before.normalizedCrossEntropy)) → \(number(fit.after.normalizedCrossEntropy))"
    }
}
