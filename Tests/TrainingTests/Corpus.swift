import Foundation
import Training

/// A folder of its own for a test's manifests and (empty) audio files, removed with the last reference to it.
final class Corpus {
    let folder = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)").path

    init(_ files: [String: String]) throws {
        for (name, contents) in files {
            let url = URL(filePath: path(name))
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contents.utf8).write(to: url)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String {
        "\(folder)/\(name)"
    }

    func read(_ name: String) throws(ManifestError) -> [Utterance] {
        try Manifest.read(path(name)).utterances
    }
}
