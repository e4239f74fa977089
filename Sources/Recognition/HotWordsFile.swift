import CTC
import Foundation

/// Lists of hot words: a phrase a line, and after a tab its boost if it is not the default. Lines that begin with `#` are
/// comments.
public enum HotWordsFile {
    /// What a phrase gains if its line does not say, in nats.
    public static let defaultBoost = 4.0

    /// Reads a list and prepares it for an alphabet.
    ///
    /// - Throws: ``ModelError`` with the path and the line that is wrong.
    public static func read(_ path: String, alphabet: Alphabet) throws(ModelError) -> HotWords {
        guard let text = try? String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8) else {
            throw .unreadable(path: path, reason: "there is no such file, or it is not UTF-8 text")
        }
        var phrases: [HotWords.Phrase] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            func bad(_ reason: String) -> ModelError {
                .badConfiguration(path: path, reason: "line \(index + 1): \(reason)")
            }
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: true)
            let boost = fields.count == 1 ? defaultBoost : Double(fields[1].trimmingCharacters(in: .whitespaces))
            guard let boost, boost.isFinite, fields.count <= 2 else {
                throw bad("expected a phrase, or a phrase, a tab and a number")
            }
            do { _ = try alphabet.encode(String(fields[0])) } catch { throw bad(error.description) }
            phrases.append(HotWords.Phrase(String(fields[0]), boost: boost))
        }
        guard !phrases.isEmpty else { throw .badConfiguration(path: path, reason: "it holds no phrase") }
        do {
            return try HotWords(phrases, alphabet: alphabet)
        } catch {
            throw .badConfiguration(path: path, reason: error.description)
        }
    }
}
