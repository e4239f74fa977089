import Foundation
public struct Manifest: Sendable {
    public var utterances: [Utterance]
    public static func read(_ path: String) throws -> Manifest {
        struct Line: Decodable { var audio_filepath: String; var duration: Double?; var text: String; var speaker: String? }
        let url = URL(fileURLWithPath: path)
        return Manifest(utterances: try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
            let line = try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            return Utterance(id: line.audio_filepath, audio: url.deletingLastPathComponent().appendingPathComponent(line.audio_filepath).path, duration: line.duration, text: line.text, speaker: line.speaker)
        })
    }
}
