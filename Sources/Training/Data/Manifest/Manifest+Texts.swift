import Foundation
import Signal

extension Manifest {
    /// Reads the audio files among `names`, in their order, each with the `.txt` of its name.
    static func readTexts(besides names: [String], in folder: String, into reading: inout ManifestReading) {
        let visible = names.filter { name in !name.split(separator: "/").contains { $0.hasPrefix(".") } }
        let there = Set(visible)
        let audio = visible.filter { AudioFormat.fileExtensions.contains(ending($0)) }
        let speakers = speakers(of: audio)
        for name in audio {
            let text = "\(stem(name)).txt"
            let path = "\(folder)/\(name)"
            guard there.contains(text) else {
                reading.problems.append(.missingText(path: path, text: "\(folder)/\(text)"))
                continue
            }
            reading.add("\(folder)/\(text)") { () throws(ManifestError) in
                let lines = lines(of: try contents(of: "\(folder)/\(text)"))
                return Utterance(
                    id: name, audio: path,
                    text: lines.map { $0.text.trimmingCharacters(in: .whitespaces) }.joined(separator: " "),
                    speaker: speakers[name])
            }
        }
        for name in visible where foreign.contains(ending(name)) && there.contains("\(stem(name)).txt") {
            reading.problems.append(.foreignAudio(path: "\(folder)/\(name)"))
        }
    }

    /// The endings of files from telephones and the like, in formats that libsndfile does not read.
    private static let foreign: Set = [
        "3gp", "aac", "amr", "m4a", "m4b", "mka", "mkv", "mov", "mp4", "ra", "webm", "wma", "wv",
    ]

    /// The speaker of each file: the first folder of its path in which the files differ; none where they do not, and for
    /// files beside such folders.
    private static func speakers(of names: [String]) -> [String: String] {
        let folders = names.map { Array($0.split(separator: "/").dropLast()) }
        guard var common = folders.first else { return [:] }
        for other in folders { common = zip(common, other).prefix { $0 == $1 }.map(\.0) }
        let speakers = zip(names, folders).filter { $1.count > common.count }.map {
            ($0, String($1[common.count]))
        }
        return Dictionary(uniqueKeysWithValues: speakers)
    }

    /// How a file's name ends, in lower case.
    static func ending(_ name: String) -> String {
        NSString(string: name).pathExtension.lowercased()
    }

    private static func stem(_ name: String) -> String {
        NSString(string: name).deletingPathExtension
    }
}
