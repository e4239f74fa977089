import Foundation

extension Manifest {
    /// A line's object; what must be there is asked for once the line number is at hand.
    private struct Line: Decodable {
        let id, audio, text, speaker: String?
        let duration: Double?

        private enum CodingKeys: String, CodingKey {
            case id, text, speaker, duration
            case audio = "audio_filepath"
        }
    }

    /// Reads JSON lines; empty lines are passed over.
    static func readJSONLines(_ path: String) throws(ManifestError) -> [Utterance] {
        let decoder = JSONDecoder()
        var utterances: [Utterance] = []
        for (number, text) in lines(of: try contents(of: path)) {
            utterances.append(try utterance(text, of: path, line: number, decoder))
        }
        return utterances
    }

    private static func utterance(
        _ object: Substring, of path: String, line number: Int, _ decoder: JSONDecoder
    ) throws(ManifestError) -> Utterance {
        let line: Line
        do {
            line = try decoder.decode(Line.self, from: Data(object.utf8))
        } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
            let key = context.codingPath[0].stringValue
            throw .badValue(path: path, line: number, key: key, expected: key == "duration" ? "a number" : "a string")
        } catch {
            throw .notJSON(path: path, line: number)
        }
        guard let name = line.audio, !name.isEmpty else {
            throw .badValue(path: path, line: number, key: "audio_filepath", expected: "the path of an audio file")
        }
        guard let text = line.text else {
            throw .badValue(path: path, line: number, key: "text", expected: "a string, empty for silence")
        }
        if let duration = line.duration, duration <= 0 {
            throw .impossibleDuration(path: path, line: number, duration: duration)
        }
        let audio = try audioPath(name, in: path, line: number)
        return Utterance(
            id: line.id ?? name, audio: audio, duration: line.duration, text: text,
            speaker: line.speaker)
    }
}
