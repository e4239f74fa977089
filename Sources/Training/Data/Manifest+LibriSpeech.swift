import Foundation

extension Manifest {
    /// Reads every `*.trans.txt` below a folder, in the order of their paths.
    static func readLibriSpeech(folder: String) throws(ManifestError) -> [Utterance] {
        // The walk does not follow a folder that is a link itself.
        let folder = URL(filePath: folder).resolvingSymlinksInPath().path
        guard let walk = FileManager.default.enumerator(atPath: folder) else {
            throw .unreadable(path: folder, reason: "the folder cannot be listed")
        }
        let transcripts = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".trans.txt") }.sorted()
        var utterances: [Utterance] = []
        for name in transcripts {
            utterances += try readTranscript(NSString(string: folder).appendingPathComponent(name))
        }
        return utterances
    }

    /// Reads one `*.trans.txt`, each line an ID, a space and the text.
    private static func readTranscript(_ path: String) throws(ManifestError) -> [Utterance] {
        var utterances: [Utterance] = []
        for (number, line) in lines(of: try contents(of: path)) {
            let words = line.split(whereSeparator: \.isWhitespace)
            let id = String(words[0])
            let candidates = ["flac", "wav"].map { beside(path, "\(id).\($0)") }
            guard let audio = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
                throw .missingAudio(path: path, line: number, audio: candidates[0])
            }
            utterances.append(
                Utterance(
                    id: id, audio: audio, text: words.dropFirst().joined(separator: " ").lowercased(),
                    speaker: id.split(separator: "-").first.map(String.init)))
        }
        return utterances
    }
}
