import Foundation
import Recognition

/// A folder that is gone when the test is over, and what the program's tests put into it.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("asr-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func data(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

    func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

    /// Writes a file, in folders that are made for it, and returns its path.
    @discardableResult
    func write(_ data: Data, to name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file.path
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String { try write(Data(text.utf8), to: name) }

    /// An empty file to write to.
    func create(_ name: String) throws -> FileHandle {
        try write(Data(), to: name)
        return try FileHandle(forWritingTo: url.appendingPathComponent(name))
    }

    /// Writes a tone of 16-bit PCM at 16 kHz, loud in the middle, and returns its path.
    @discardableResult
    func writeTone(_ frequency: Double, seconds: Double = 1, to name: String) throws -> String {
        let count = Int(seconds * 16_000)
        return try write(
            WAV.file(
                (0..<count).map { index in
                    let swell = sin(.pi * Double(index) / Double(count))
                    return Int16(16_000 * swell * sin(2 * .pi * frequency * Double(index) / 16_000))
                }), to: name)
    }

    /// Saves a tiny model with weights drawn wide enough for a network that was never trained to say something.
    @discardableResult
    func writeModel(to name: String = "model") throws -> Model {
        var configuration = ModelConfiguration()
        configuration.name = "tiny"
        configuration.network.layers = 1
        configuration.network.hiddenSize = 8
        var model = try Model(configuration, seed: 3)
        for index in model.parameters.indices { model.parameters[index] *= 8 }
        try model.save(to: url.appendingPathComponent(name), as: .float32)
        return model
    }
}
