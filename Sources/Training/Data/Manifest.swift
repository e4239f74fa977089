import Foundation

/// A list of utterances, read from one of the forms in which corpora come:
///
/// - **JSON lines** (NeMo's): one object a line with `audio_filepath` and `text`, and `duration` in seconds, `speaker`
///   and `id` where known.
/// - **CSV** (DeepSpeech's): a header line with the columns `wav_filename` and `transcript`; others are passed over.
/// - **A LibriSpeech folder**: every `*.trans.txt` below it, lines `ID TEXT`, with `ID.flac` or `ID.wav` beside it. The
///   text becomes lower case, and the speaker is the part of an ID before the first hyphen.
///
/// Relative audio paths are relative to the manifest.
public struct Manifest: Sendable, Equatable {
    public var utterances: [Utterance]

    public init(utterances: [Utterance]) {
        self.utterances = utterances
    }

    /// Reads a manifest; a folder is read as LibriSpeech's, a file whose name ends in `.csv` as CSV, and any other file
    /// as JSON lines. O(n), and one look at the disk for each audio file.
    ///
    /// - Throws: ``ManifestError`` that names the file and the line, also if an audio file is not there.
    public static func read(_ path: String) throws(ManifestError) -> Manifest {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .unreadable(path: path, reason: "there is no such file or folder")
        }
        let utterances =
            if isFolder.boolValue {
                try readLibriSpeech(folder: path)
            } else if path.lowercased().hasSuffix(".csv") {
                try readCSV(path)
            } else {
                try readJSONLines(path)
            }
        guard !utterances.isEmpty else { throw .empty(path: path) }
        return Manifest(utterances: utterances)
    }

    /// Reads a manifest that a command names with the weight of its utterances, as in `synthetic.jsonl:0.25`; without
    /// one, or where a file of that whole name is there, the weight is 1.
    public static func read(weighted name: String) throws(ManifestError) -> Manifest {
        let argument = WeightedPath(name)
        guard let weight = argument.weight else { return try read(name) }
        guard weight > 0, weight <= 1000 else { throw .badWeight(name: name) }
        var manifest = try read(argument.path)
        for index in manifest.utterances.indices { manifest.utterances[index].weight = weight }
        return manifest
    }

    /// A manifest's text, without a byte order mark.
    static func contents(of path: String) throws(ManifestError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw .unreadable(path: path, reason: "it is not UTF-8 text")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// The lines of a text and their numbers from 1, without those that are blank.
    static func lines(of text: String) -> [(number: Int, text: Substring)] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.enumerated()
            .map { (number: $0 + 1, text: $1) }
            .filter { !$0.text.allSatisfy(\.isWhitespace) }
    }

    /// The path of an audio file that a manifest names, which must be there.
    static func audioPath(_ name: String, in manifest: String, line: Int) throws(ManifestError) -> String {
        let path = name.hasPrefix("/") ? name : beside(manifest, name)
        guard FileManager.default.fileExists(atPath: path) else {
            throw .missingAudio(path: manifest, line: line, audio: path)
        }
        return path
    }

    /// The path of what a manifest calls `name`.
    static func beside(_ manifest: String, _ name: String) -> String {
        let folder = NSString(string: manifest).deletingLastPathComponent
        return folder.isEmpty ? name : NSString(string: folder).appendingPathComponent(name)
    }
}
