import ArgumentParser
import Foundation
import Recognition

/// `asr quantize`: a model with weights of 8 bits.
struct Quantize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a smaller and faster model: weights of 8 bits.",
        discussion: """
            Half the size of 16-bit weights, and faster where the processor multiplies 8-bit integers (AVX-512 VNNI). \
            Everything but the weights stays as it is; compare the two with "asr evaluate".

              asr quantize --model en --output en-int8
            """)

    @OptionGroup var model: ModelOption

    @Option(name: .shortAndLong, help: ArgumentHelp("The model folder to write.", valueName: "folder"))
    var output: String

    func run() throws {
        let folder = try ModelFolder(new: output)
        try folder.save(model.load(), quantized: true)
    }
}
