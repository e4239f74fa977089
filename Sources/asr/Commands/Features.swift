import ArgumentParser
import Foundation
import Plotting
import Recognition
import Signal

/// `asr features`: what the network hears, as numbers and as a picture.
struct Features: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute the features of a recording.",
        discussion: """
            The front end is the default one, a model's (--model), or one of your own (--options, a JSON file as under \
            "front_end" in a model's config.json).

              asr features clip.wav --output clip.npy --plot clip.png
            """)

    @Argument(help: "The recording.")
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Write frames × features as a NumPy array.", valueName: "npy"))
    var output: String?

    @Option(help: ArgumentHelp("Draw waveform, filterbank and MFCC.", valueName: "png"))
    var plot: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Use a model's front end.", valueName: "folder"))
    var model: String?

    @Option(help: ArgumentHelp("Use the front end described in a JSON file.", valueName: "json"))
    var options: String?

    @OptionGroup var channel: ChannelOption

    func validate() throws {
        if output == nil, plot == nil { throw ValidationError("Nothing to do: give --output, --plot or both.") }
        if model != nil, options != nil { throw ValidationError("--model and --options exclude each other.") }
    }

    func run() throws {
        try FileIdentity.keep([file], from: [output, plot])
        let options = try frontEndOptions()
        let frontEnd = try FrontEnd(options)
        let samples = try AudioReader.samples(
            path: file, sampleRate: options.sampleRate, channel: channel.selection, speed: 1)
        if let output {
            let features = frontEnd.features(of: samples)
            let array = NumPyFile(rows: features.frames, columns: features.dimension, values: features.values)
            try WholeFile.write(output) { path in try array.write(to: path) }
            Console.message("wrote \(output): \(features.frames) frames × \(features.dimension)")
        }
        if let plot {
            let picture = try picture(samples: samples, options: options)
            try WholeFile.write(plot) { path in try picture.write(png: path) }
            Console.message("wrote \(plot)")
        }
    }

    private func frontEndOptions() throws -> FrontEndOptions {
        if let model {
            let folder = try ModelLocator.find(model)
            return try ModelConfiguration(contentsOf: folder.appendingPathComponent(Model.configurationFile)).frontEnd
        }
        guard let options else { return FrontEndOptions() }
        return try ConfigurationFile.read(from: URL(fileURLWithPath: options))
    }

    /// Both kinds of static features without normalisation, which would hide the level.
    private func picture(samples: [Float], options: FrontEndOptions) throws -> FeaturePicture {
        var options = options
        options.normalization = .none
        options.deltas.order = 0
        let maps = try [(FeatureKind.filterbank, "Log-mel filterbank", "filter"), (.mfcc, "MFCC", "cepstrum")].map {
            kind, title, label in
            options.kind = kind
            let frontEnd = try FrontEnd(options)
            let features = frontEnd.features(of: samples)
            return FeaturePicture.HeatMap(
                title: title, values: features.values, dimension: features.dimension, hop: frontEnd.frameShift,
                label: label)
        }
        return FeaturePicture(
            title: URL(fileURLWithPath: file).lastPathComponent, samples: samples,
            sampleRate: Double(options.sampleRate), heatMaps: maps)
    }
}
