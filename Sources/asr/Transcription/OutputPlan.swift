import Foundation
import Recognition

/// Where the text of each recording goes.
enum OutputPlan: Equatable {
    /// All to one place, in order; standard output if there is no path.
    case together(String?)
    /// Each to a file of its own, by position.
    case separately([String])

    /// Decides it and makes the folder that is asked for.
    ///
    /// - Throws: `OutputError` where two recordings would be written to one file, or one over a recording.
    init(output: String?, files: [String], format: TranscriptFormat) throws(OutputError) {
        guard let output, output != "-" else {
            self = .together(nil)
            return
        }
        let kind = Self.kind(of: output)
        let needsFolder = files.count > 1 && format.needsFileOfItsOwn
        if needsFolder, kind == nil ? output.hasSuffix(".\(format.rawValue)") : kind != S_IFDIR {
            throw .needsFolder(path: output, format: format.rawValue)
        }
        if output.hasSuffix("/") || kind == S_IFDIR || needsFolder {
            self = .separately(try Self.paths(in: output, files: files, format: format))
        } else if files.count == 1, files != ["-"], kind == nil || kind == S_IFREG {
            self = .separately([output])
        } else {
            self = .together(output)
        }
        let paths = if case .separately(let paths) = self { paths } else { [output] }
        try FileIdentity.keep(files, from: paths)
    }

    /// What a recording is called: its file's name without what follows the last point.
    static func name(of file: String) -> String {
        file == "-" ? "stdin" : URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    }

    /// What recordings are called in a CTM: by their names, or by their paths where names are alike.
    static func recordings(of files: [String]) -> [String] {
        distinct(files.map(name), or: files)
    }

    /// Short names, and where these are alike the whole ones.
    static func distinct(_ short: [String], or whole: [String]) -> [String] {
        let counts = Dictionary(short.map { ($0, 1) }, uniquingKeysWith: +)
        return zip(short, whole).map { counts[$0] == 1 ? $0 : $1 }
    }

    /// - Throws: `OutputError` where two recordings would be written to one path.
    static func requireUnlike(_ paths: [String], of recordings: [String]) throws(OutputError) {
        var owners: [String: String] = [:]
        for (path, recording) in zip(paths, recordings) {
            if let other = owners.updateValue(recording, forKey: path) {
                throw .sameName(first: other, second: recording, path: path)
            }
        }
    }

    private static func paths(
        in folder: String, files: [String], format: TranscriptFormat
    ) throws(OutputError) -> [String] {
        let url = URL(fileURLWithPath: folder, isDirectory: true)
        let paths = files.map { url.appendingPathComponent("\(name(of: $0)).\(format.fileExtension)").relativePath }
        try requireUnlike(paths, of: files)
        try OutputFile.makeFolder(folder)
        return paths
    }

    /// The type bits of what is at a path; nil if nothing is.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
