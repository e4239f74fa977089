import Foundation
import Recognition

extension Manifest {
    /// A line's object; what must be there is asked for once the line number is at hand.
    private struct Line: Decodable {
        let id, audio, text, speaker: String?
        let offset, duration: Double?
        let words: [AlignedText.Piece]?

        private enum CodingKeys: String, CodingKey {
            case id, text, speaker, offset, duration, words
            case audio = "audio_filepath"
        }
    }

    /// Reads JSON lines; empty lines are passed over.
    static func readJSONLines(_ path: String, into reading: inout ManifestReading) {
        let decoder = JSONDecoder()
        for (number, text) in reading.lines(of: path) {
            reading.add(path, line: number) { () throws(ManifestError) in
                try utterance(text, of: path, line: number, decoder)
            }
        }
    }

    private static func utterance(
        _ object: Substring, of path: String, line number: Int, _ decoder: JSONDecoder
    ) throws(ManifestError) -> Utterance {
        let line: Line
        do {
            line = try decoder.decode(Line.self, from: Data(object.utf8))
        } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty,
            DecodingError.keyNotFound(_, let context) where !context.codingPath.isEmpty,
            DecodingError.valueNotFound(_, let context) where !context.codingPath.isEmpty
        {
            let key = context.codingPath[0].stringValue
            let expected =
                switch key {
                case "duration", "offset": "a number"
                case "words": "a list of words with start and end in seconds"
                default: "a string"
                }
            throw .badValue(path: path, line: number, key: key, expected: expected)
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
        if let offset = line.offset, offset < 0 {
            throw .badValue(path: path, line: number, key: "offset", expected: "0 or more seconds")
        }
        if let words = line.words, !words.areInOrder {
            throw .badValue(path: path, line: number, key: "words", expected: "words whose times do not run backwards")
        }
        let audio = try audioPath(name, in: path, line: number)
        // Pieces of one file are told apart.
        let piece = line.offset.map { $0 > 0 ? "@\($0)" : "" } ?? ""
        var utterance = Utterance(
            id: line.id ?? name + piece, audio: audio, offset: line.offset, duration: line.duration, text: text,
            speaker: line.speaker)
        utterance.words = line.words
        return utterance
    }
}

extension [AlignedText.Piece] {
    /// Whether no time is negative or before the one in front of it.
    fileprivate var areInOrder: Bool {
        let times: [Double] = reduce(into: [0]) { $0 += [$1.start, $1.end] }
        return zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    }
}
