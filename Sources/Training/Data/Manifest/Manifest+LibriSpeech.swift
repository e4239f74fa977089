import Foundation

extension Manifest {
    /// Reads a LibriSpeech folder's `*.trans.txt`, each line an ID, a space and the text.
    static func readTranscript(_ path: String, into reading: inout ManifestReading) {
        for (number, line) in reading.lines(of: path) {
            let words = line.split(whereSeparator: \.isWhitespace)
            let id = String(words[0])
            let candidates = ["flac", "wav"].map { beside(path, "\(id).\($0)") }
            reading.add(path, line: number) { () throws(ManifestError) in
                guard let audio = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
                    throw .missingAudio(path: path, line: number, audio: candidates[0])
                }
                return Utterance(
                    id: id, audio: audio, text: words.dropFirst().joined(separator: " ").lowercased(),
                    speaker: id.split(separator: "-").first.map(String.init))
            }
        }
    }
}
