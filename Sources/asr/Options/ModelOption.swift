import ArgumentParser
import Foundation
import Recognition

/// Which model a command uses.
struct ModelOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The model: a folder, or the name of one under models/.",
            discussion: """
                Names are looked for in $ASR_MODELS, in models/ beside the program and above it, in models/ here and \
                above, and in ~/.local/share/asr/models.
                """, valueName: "folder"))
    var model = ModelLocator.defaultName

    func folder() throws -> URL { try ModelLocator.find(model) }

    func load() throws -> Model { try Model(folder: folder()) }
}
