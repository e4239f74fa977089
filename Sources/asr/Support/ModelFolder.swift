import Foundation
import Recognition

/// The folder of a new model.
struct ModelFolder {
    private let url: URL

    /// - Throws: `OutputError` where a model is there already.
    init(new path: String) throws(OutputError) {
        url = URL(fileURLWithPath: path)
        let weights = url.appendingPathComponent(Model.weightsFile).path
        guard !FileManager.default.fileExists(atPath: weights) else { throw .modelThere(path: weights) }
    }

    func save(_ model: Model, quantized: Bool = false) throws {
        try model.save(to: url, quantized: quantized)
        Console.message("wrote \(url.relativePath)")
    }
}
