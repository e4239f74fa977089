import ArgumentParser
import CTC
import Foundation
import Training

/// Which labels a tuned model has.
enum AlphabetChoice: ExpressibleByArgument {
    case keep
    case fromData
    case file(String)

    init(argument: String) {
        self =
            switch argument {
            case "keep": .keep
            case "from-data": .fromData
            default: .file(argument)
            }
    }

    /// The new model's alphabet, nil for the base's.
    func alphabet(texts: [String]) throws -> Alphabet? {
        switch self {
        case .keep: nil
        case .fromData: try Self.collected(from: texts)
        case .file(let path): try Self.read(path)
        }
    }

    private static func collected(from texts: [String]) throws -> Alphabet? {
        // Where there are no texts, the check of the data says why.
        guard texts.contains(where: { !$0.isEmpty }) else { return nil }
        let (alphabet, rare) = try Alphabet.collected(from: texts)
        Console.message("the alphabet of the texts: \(alphabet.labels.dropFirst(2).joined(separator: " "))")
        if !rare.isEmpty {
            Console.message(
                "left out, since they occur once: \(rare.keys.sorted().joined(separator: " ")) (a file can name them: "
                    + "--alphabet FILE)")
        }
        return alphabet
    }

    /// A JSON array of labels, as `config.json` has it, or the characters themselves, in which line breaks do not count and
    /// a space is understood.
    private static func read(_ path: String) throws -> Alphabet {
        guard let data = FileManager.default.contents(atPath: path), var text = String(data: data, encoding: .utf8)
        else {
            throw ValidationError("--alphabet \(path) cannot be read as UTF-8 text: keep, from-data or a file.")
        }
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        guard !text.hasPrefix("[") else {
            do {
                return try JSONDecoder().decode(Alphabet.self, from: Data(text.utf8))
            } catch DecodingError.dataCorrupted(let context) where context.underlyingError == nil {
                throw ValidationError("--alphabet \(path): \(context.debugDescription)")
            } catch {
                throw ValidationError("--alphabet \(path) is no JSON array of strings.")
            }
        }
        let characters = text.filter { !$0.isNewline }
        return try Alphabet(characters: characters.contains(" ") ? characters : " " + characters)
    }
}
