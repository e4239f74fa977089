import ArgumentParser
import Foundation
import LanguageModel
import Recognition

/// `asr info`: what a model is.
struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what a model is made of.")

    @Argument(help: "The model: a folder, or the name of one under models/.")
    var model = ModelLocator.defaultName

    func run() throws {
        let folder = try ModelLocator.find(model)
        let model = try Model(folder: folder)
        let configuration = model.configuration
        let network = configuration.network
        let options = configuration.frontEnd
        let weights = folder.appendingPathComponent(Model.weightsFile).path
        let bytes = (try? FileManager.default.attributesOfItem(atPath: weights)[.size] as? Int) ?? nil
        var layers =
            "\(network.layers) × \(network.direction.rawValue) \(network.cell.rawValue) of \(network.hiddenSize)"
        if network.direction == .bidirectional { layers += ", merged by \(network.merge.rawValue)" }
        if network.layerNorm { layers += ", layer norm" }
        let rows = [
            ("folder", folder.path),
            ("name", configuration.name),
            ("language", configuration.language),
            ("audio", "\(options.sampleRate) Hz"),
            (
                "features",
                "\(options.dimension) × \(options.kind.rawValue), \(Self.number(options.frames.lengthMilliseconds)) ms every "
                    + "\(Self.number(options.frames.shiftMilliseconds)) ms"
            ),
            ("steps", "\(network.stack) frames stacked, one step every \(Self.number(1000 * model.stepDuration)) ms"),
            ("network", layers),
            ("weights", "\(model.network.layout.count) (\(bytes.map { Self.number(Double($0) / 1e6) + " MB" } ?? "?"))"),
            ("words", model.languageModel.map(Self.words) ?? ""),
            ("labels", "\(model.alphabet.count): \(model.alphabet.labels.joined(separator: " "))"),
        ]
        for (name, value) in rows where !value.isEmpty {
            print(name.padding(toLength: 10, withPad: " ", startingAt: 0) + value)
        }
    }

    private static func words(_ languageModel: LanguageModel) -> String {
        "\(languageModel.order)-gram language model of \(languageModel.vocabulary.count) words "
            + "(\(number(Double(languageModel.size) / 1e6)) MB)"
            + (languageModel.companion.map { ", beside it a recurrent one of \($0.model.vocabulary.count) words "
                + "(\(number(Double($0.model.size) / 1e6)) MB)" } ?? "")
    }

    private static func number(_ value: some BinaryFloatingPoint) -> String {
        let text = String(format: "%.1f", Double(value))
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
