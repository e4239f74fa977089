import Foundation

extension Manifest {
    /// Where an utterance's sound is.
    private struct Piece {
        /// nil where what is wrong with it has been said already.
        var audio: String?
        var offset, duration: Double?
    }

    /// Reads a Kaldi data folder, in the order of its `text`.
    static func readKaldi(folder: String, into reading: inout ManifestReading) {
        let texts = KaldiTable("\(folder)/text", fields: 1..., as: "UTTERANCE WORDS", &reading)
        let recordings = KaldiTable("\(folder)/wav.scp", fields: 2..., as: "RECORDING PATH", &reading)
        guard !texts.lines.isEmpty else { return }
        var pieces: [String: Piece] = [:]
        for line in recordings.lines {
            let audio = reading.attempt { () throws(ManifestError) in try audioFile(of: line, in: recordings.path) }
            pieces[line.name] = Piece(audio: audio)
        }
        var named = recordings
        if FileManager.default.fileExists(atPath: "\(folder)/segments") {
            named = KaldiTable("\(folder)/segments", fields: 4...4, as: "UTTERANCE RECORDING START END", &reading)
            pieces = cut(pieces, of: recordings.path, by: named, into: &reading)
        }
        var speakers: [String: String] = [:]
        if FileManager.default.fileExists(atPath: "\(folder)/utt2spk") {
            let table = KaldiTable("\(folder)/utt2spk", fields: 2...2, as: "UTTERANCE SPEAKER", &reading)
            for line in table.lines { speakers[line.name] = line.rest }
        }

        for line in texts.lines {
            guard let piece = pieces[line.name] else {
                reading.problems.append(
                    .unknownName(path: texts.path, line: line.number, name: line.name, file: named.path))
                continue
            }
            guard let audio = piece.audio else { continue }
            reading.add(texts.path, line: line.number) { () throws(ManifestError) in
                Utterance(
                    id: line.name, audio: audio, offset: piece.offset, duration: piece.duration,
                    text: line.fields.joined(separator: " "), speaker: speakers[line.name])
            }
        }
        let transcribed = Set(texts.lines.map(\.name))
        for line in named.lines where !transcribed.contains(line.name) {
            reading.problems.append(
                .unknownName(path: named.path, line: line.number, name: line.name, file: texts.path))
        }
    }

    /// The file that a line of `wav.scp` names; relative paths are relative to the folder or, as Kaldi has it, to where
    /// the program runs.
    private static func audioFile(of line: KaldiTable.Line, in path: String) throws(ManifestError) -> String {
        guard !line.rest.hasSuffix("|") else { throw .command(path: path, line: line.number, name: line.name) }
        do throws(ManifestError) {
            return try audioPath(line.rest, in: path, line: line.number)
        } catch {
            guard FileManager.default.fileExists(atPath: line.rest) else { throw error }
            return line.rest
        }
    }

    /// The pieces of recordings that `segments` tells.
    private static func cut(
        _ recordings: [String: Piece], of path: String, by segments: KaldiTable, into reading: inout ManifestReading
    ) -> [String: Piece] {
        var pieces: [String: Piece] = [:]
        for line in segments.lines {
            let fields = line.fields
            pieces[line.name] =
                reading.attempt { () throws(ManifestError) in
                    guard let recording = recordings[fields[0]] else {
                        throw .unknownName(path: segments.path, line: line.number, name: fields[0], file: path)
                    }
                    // An end of −1 is the recording's.
                    guard let start = Double(fields[1]), let end = Double(fields[2]), start >= 0,
                        start.isFinite, end.isFinite, end > start || end == -1
                    else {
                        throw .badFields(
                            path: segments.path, line: line.number,
                            expected: "UTTERANCE RECORDING START END, in seconds, the end after the start")
                    }
                    return Piece(
                        audio: recording.audio, offset: start,
                        duration: end == -1 ? nil : ((end - start) * 1000).rounded() / 1000)
                } ?? Piece()
        }
        return pieces
    }
}

/// A file of a Kaldi data folder: lines that begin with a name, each name once.
private struct KaldiTable {
    struct Line {
        let number: Int
        let name: String
        /// What follows the name.
        let rest: String

        var fields: [String] { rest.split(whereSeparator: \.isWhitespace).map(String.init) }
    }

    let path: String
    private(set) var lines: [Line] = []

    /// - Parameters:
    ///   - fields: how many a line may have, its name among them.
    ///   - form: how a line must be, in words.
    init(_ path: String, fields: some RangeExpression<Int>, as form: String, _ reading: inout ManifestReading) {
        self.path = path
        var first: [String: Int] = [:]
        for (number, text) in reading.lines(of: path) {
            let parts = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            let rest = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            let line = Line(number: number, name: String(parts[0]), rest: rest)
            if !fields.contains(1 + line.fields.count) {
                reading.problems.append(.badFields(path: path, line: number, expected: form))
            } else if let earlier = first.updateValue(number, forKey: line.name) {
                reading.problems.append(.repeatedName(path: path, line: number, name: line.name, first: earlier))
            } else {
                lines.append(line)
            }
        }
    }
}
