import Foundation
import LanguageModel

/// What `Tests/Reference/language_model.py` has written.
struct Reference: Decodable {
    struct Model: Decodable {
        /// By n-gram: ln of its probability.
        let probabilities: [String: Double]
        /// By history: ln of the weight of shorter ones.
        let weights: [String: Double]
    }

    let sentences: [String]
    /// Sentences that no model has seen, some words of them never.
    let other: [String]
    /// By order.
    let models: [String: Model]
    /// KenLM's score of each other sentence by the trigram model, in nats.
    let kenlm: [Double]
    let perplexity: Double
    /// By n-gram of the trigram model: the relative rise of perplexity without it.
    let costs: [String: Double]

    static func load() throws -> Reference {
        try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url("reference.json")))
    }

    static func url(_ name: String) throws -> URL {
        guard let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return folder.appendingPathComponent(name)
    }

    var corpus: TextCorpus {
        get throws {
            var corpus = TextCorpus()
            for sentence in sentences { try corpus.add(sentence) }
            return corpus
        }
    }

    func table(order: Int, minimumCounts: [Int] = []) throws -> NGramTable {
        let corpus = try corpus
        return try KneserNey(order: order, minimumCounts: minimumCounts)
            .estimate(corpus, vocabulary: corpus.vocabulary())
    }
}

/// A folder that goes with the test.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
        return path(name)
    }
}

/// The n-grams of an ARPA file as they stand there.
func arpaEntries(_ path: String) throws -> [String: (logarithm: Double, weight: Double?)] {
    var entries: [String: (Double, Double?)] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
        let fields = line.split(separator: "\t")
        guard fields.count >= 2, let logarithm = Double(fields[0]) else { continue }
        entries[String(fields[1])] = (logarithm, fields.count > 2 ? Double(fields[2]) : nil)
    }
    return entries
}

extension LanguageModel {
    /// The sum of the probabilities of every word after some words.
    func mass(after words: [String]) -> Double {
        let history = words.reduce(start) { score(vocabulary[$1], after: $0).next }
        return (0..<UInt32(vocabulary.count)).filter { $0 != Vocabulary.start }
            .reduce(0) { $0 + exp(Double(score($1, after: history).logProbability)) }
    }

    /// ln of the probability of a sentence.
    func score(_ sentence: String) -> Double {
        var history = start
        var sum = 0.0
        for word in sentence.split(separator: " ").map({ vocabulary[String($0)] }) + [Vocabulary.end] {
            let (logProbability, next) = score(word, after: history)
            sum += Double(logProbability)
            history = next
        }
        return sum
    }
}
