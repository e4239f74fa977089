import Foundation

/// A list of utterances, read from one of the forms in which corpora come:
///
/// - **JSON lines** (NeMo's): one object a line with `audio_filepath` and `text`, and `duration` in seconds, `speaker`
///   and `id` where known. With `offset`, in seconds, the utterance is `duration` seconds of the file from there on.
/// - **CSV** (DeepSpeech's): a header line with the columns `wav_filename` and `transcript`; others are passed over.
/// - **A LibriSpeech folder**: every `*.trans.txt` below it, lines `ID TEXT`, with `ID.flac` or `ID.wav` beside it. The
///   text becomes lower case, and the speaker is the part of an ID before the first hyphen.
/// - **A Kaldi data folder**: `wav.scp` and `text`, and perhaps `utt2spk` and `segments`; recordings are files, not
///   commands.
/// - **A folder of audio files**, searched with all folders below it, each with a `.txt` of the same name beside it: the
///   text, whose lines are joined. Where the files lie in several folders, a folder's name is the speaker.
///
/// Relative audio paths are relative to the manifest.
public struct Manifest: Sendable, Equatable {
    public var utterances: [Utterance]

    public init(utterances: [Utterance]) {
        self.utterances = utterances
    }

    /// Reads a manifest: ``load(_:)`` for when nothing may be wrong with it.
    ///
    /// - Throws: the first ``ManifestError``, which names the file and the line, also if an audio file is not there.
    public static func read(_ path: String) throws(ManifestError) -> Manifest {
        try Manifest(load(path))
    }

    /// Reads what can be read of a manifest, and collects everything that is wrong with it.
    ///
    /// A folder with a `wav.scp` is read as Kaldi's, one with `*.trans.txt` files as LibriSpeech's, and any other as audio
    /// files with their texts beside them; a file whose name ends in `.csv` is read as CSV, and any other as JSON lines.
    /// O(n), and one look at the disk for each audio file.
    public static func load(_ path: String) -> ManifestReading {
        var reading = ManifestReading()
        var isFolder: ObjCBool = false
        if !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            reading.problems.append(.unreadable(path: path, reason: "there is no such file or folder"))
        } else if isFolder.boolValue {
            readFolder(path, into: &reading)
        } else if path.lowercased().hasSuffix(".csv") {
            readCSV(path, into: &reading)
        } else {
            readJSONLines(path, into: &reading)
        }
        if reading.entries.isEmpty, reading.problems.isEmpty { reading.problems.append(.empty(path: path)) }
        return reading
    }

    private init(_ reading: ManifestReading) throws(ManifestError) {
        if let problem = reading.problems.first { throw problem }
        utterances = reading.utterances
    }

    /// Reads a manifest that a command names with the weight of its utterances, as in `synthetic.jsonl:0.25`; without
    /// one, or where a file of that whole name is there, the weight is 1.
    public static func read(weighted name: String) throws(ManifestError) -> Manifest {
        try Manifest(load(weighted: name))
    }

    /// Reads what can be read of a manifest with a weight, as ``read(weighted:)`` names it, and collects everything that
    /// is wrong with it.
    public static func load(weighted name: String) -> ManifestReading {
        let argument = WeightedPath(name)
        guard let weight = argument.weight else { return load(name) }
        var reading = ManifestReading()
        guard weight > 0, weight <= 1000 else {
            reading.problems = [.badWeight(name: name)]
            return reading
        }
        reading = load(argument.path)
        for index in reading.entries.indices { reading.entries[index].utterance.weight = weight }
        return reading
    }

    /// Reads a folder as what its files show it to be.
    private static func readFolder(_ path: String, into reading: inout ManifestReading) {
        // The walk does not follow a folder that is a link itself.
        let folder = URL(filePath: path).resolvingSymlinksInPath().path
        if FileManager.default.fileExists(atPath: "\(folder)/wav.scp") {
            return readKaldi(folder: folder, into: &reading)
        }
        guard let names = reading.attempt({ () throws(ManifestError) in try names(below: folder) }) else { return }
        let transcripts = names.filter { $0.hasSuffix(".trans.txt") }
        if transcripts.isEmpty {
            readTexts(besides: names, in: folder, into: &reading)
        } else {
            for name in transcripts { readTranscript("\(folder)/\(name)", into: &reading) }
        }
    }

    /// The paths of all that lies below a folder, relative to it, in order.
    static func names(below folder: String) throws(ManifestError) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else {
            throw .unreadable(path: folder, reason: "the folder cannot be listed")
        }
        return walk.compactMap { $0 as? String }.sorted()
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
