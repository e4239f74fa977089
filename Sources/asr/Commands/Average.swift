import ArgumentParser
import Foundation
import Recognition
import Training

/// `asr average`: one model of several.
struct Average: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Average the weights of models that were trained from one another.",
        discussion: """
            Runs that began with the same weights, or one after another, are often better together than each alone; \
            evaluate the result. Everything but the weights is the first model's. A run's folder holds its best weights; \
            its checkpoint stands for the last ones, which may do more in an average.

              asr average first second:0.7 --output both
              asr average first second/training/checkpoint.safetensors --output both
            """)

    @Argument(
        help: ArgumentHelp("Models; \"folder:0.5\" counts half as much as one without a number.", valueName: "model"))
    var models: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("The model folder to write.", valueName: "folder"))
    var output: String

    func validate() throws {
        if models.count < 2 { throw ValidationError("Name two models or more.") }
    }

    func run() throws {
        let inputs = try models.map(Self.parse)
        let folder = try ModelFolder(new: output)
        var average = ModelAverage(like: try Self.model(inputs[0].name))
        for input in inputs { try average.add(try Self.model(input.name), weight: input.weight) }
        try folder.save(average.model)
    }

    /// The model of a folder or of a run's checkpoint.
    private static func model(_ name: String) throws -> Model {
        let file = URL(fileURLWithPath: name)
        guard file.pathExtension == "safetensors" else {
            return try Model(folder: ModelLocator.find(name))
        }
        return try Checkpoint(contentsOf: file).model
    }

    private static func parse(_ argument: String) throws -> (name: String, weight: Double) {
        let input = WeightedPath(argument)
        let weight = input.weight ?? 1
        guard weight > 0, weight.isFinite else { throw ValidationError("\(argument): a weight must be above 0.") }
        return (input.path, weight)
    }
}
