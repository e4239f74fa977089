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
        help: ArgumentHelp("JSON lines, DeepSpeech CSV or LibriSpeech folders; all are pooled.", valueName: "manifest"))
    var dev: [String]

    @Option(
        help: ArgumentHelp("Draw how often words of each confidence are right, before and after.", valueName: "png"))
    var plot: String?

    @Flag(help: "Print the table, and leave the model as it is.")
    var dryRun = false

    func run() throws {
        let folder = try ModelLocator.find(model.model)
        let model = try Model(folder: folder)
        var fits: [(kind: DecodingKind, fit: ConfidenceFit)] = []
        for (kind, words) in try words(of: model) { fits.append((kind, try ConfidenceFit(words))) }
        print("decoding   words   right %   ECE %         AUC             NCE")
        for (kind, fit) in fits { print(Self.row(kind, fit)) }
        if let plot {
            try ReliabilityDiagram(fits: fits).chart.write(png: plot, width: 620, height: 520 * fits.count)
            Console.message("wrote \(plot)")
        }
        guard !dryRun else { return }
        var configuration = model.configuration
        configuration.confidence = Dictionary(uniqueKeysWithValues: fits.map { ($0.kind, $0.fit.calibration) })
        try configuration.write(to: folder)
        Console.message("wrote \(folder.appendingPathComponent(Model.configurationFile).path)")
    }

    /// What the model makes of the recordings, in each way of decoding.
    private func words(of model: Model) throws -> [(DecodingKind, [WordOutcome])] {
        let utterances = try dev.flatMap { try Manifest.read($0).utterances }
        let recognizer = Recognizer(model)
        let decodings: [Decoding] = [.greedy, .beam(.init())]
        var words = decodings.map { _ in [WordOutcome]() }
        for (index, utterance) in utterances.enumerated() {
            Console.status("[\(index + 1)/\(utterances.count)] \(utterance.id)")
            do {
                let samples = try AudioReader.samples(
                    path: utterance.audio, sampleRate: model.configuration.frontEnd.sampleRate)
                let logProbabilities = try recognizer.logProbabilities(of: samples)
                for (index, decoding) in decodings.enumerated() {
                    words[index] += WordOutcome.words(
                        of: utterance, in: logProbabilities, alphabet: model.alphabet, decoding: decoding)
                }
            } catch let error as AudioError {
                Console.error("left out: \(error)")
            }
        }
        Console.clearStatus()
        return zip(decodings.map(DecodingKind.init), words).map { ($0, $1) }
    }

    /// "beam        5240      26.3   31.20 → 1.52   0.701 → 0.782   −1.204 → 0.181"
    private static func row(_ kind: DecodingKind, _ fit: ConfidenceFit) -> String {
        func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "–" }
        return kind.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
            + String(
                format: "%6d   %7.1f   %.2f → %.2f   ", fit.after.count, 100 * fit.after.accuracy,
                100 * fit.before.calibrationError, 100 * fit.after.calibrationError)
            + "\(number(fit.before.area)) → \(number(fit.after.area))   "
            + "\(number(fit.before.normalizedCrossEntropy)) → \(number(fit.after.normalizedCrossEntropy))"
    }
}
