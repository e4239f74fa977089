import CTC
import Foundation
import LanguageModel
import Recognition
import Testing

/// How often labels stand in text, from a language model, and what the search adds to them.
@Suite struct LabelPriorTests {
    /// Words of known probabilities; one is too rare to count, one cannot be spelt.
    private func languageModel() throws -> LanguageModel {
        let path = NSTemporaryDirectory() + "label-prior-\(UUID().uuidString).arpa"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let arpa = """
            \\data\\
            ngram 1=7

            \\1-grams:
            -2\t<unk>
            -99\t<s>
            -0.522878745\t</s>
            -0.301029996\tab
            -0.602059991\ta
            -5\tccc
            -0.9\tné

            \\end\\

            """
        try Data(arpa.utf8).write(to: URL(fileURLWithPath: path))
        return try LanguageModel.open(path)
    }

    /// An alphabet that spells all words but one, and what a model of it searches with.
    private func search(
        _ change: (inout LanguageModelOptions) -> Void
    ) throws -> (alphabet: Alphabet, options: PrefixBeamSearch.Options) {
        var configuration = ModelTests.tinyConfiguration()
        configuration.alphabet = try Alphabet(characters: " abcn")
        var weights = LanguageModelOptions()
        change(&weights)
        let options = try Model(configuration, seed: 3).search(languageModel: languageModel(), weights)
        return (configuration.alphabet, options)
    }

    /// Single words do not spell pieces that begin with a space, so that nothing can be said of them.
    @Test func piecesHaveNoFrequencies() throws {
        var configuration = ModelTests.tinyConfiguration()
        configuration.alphabet = try Alphabet(labels: [Alphabet.blankLabel, "a", "b", " a", " ab"])
        var weights = LanguageModelOptions()
        weights.priorWeight = 0.5
        let options = try Model(configuration, seed: 3).search(languageModel: languageModel(), weights)
        #expect(options.labelOffsets == [0, 0, 0, 0, 0])
    }

    @Test func labelsCountAsOftenAsTheirWords() throws {
        let (alphabet, options) = try search { $0.priorWeight = 0.5 }
        let offsets = options.labelOffsets
        // "ab" half of the time, "a" a quarter: with their spaces three labels and two.
        let sum = 0.5 * 3 + 0.25 * 2
        let shares = [" ": 0.75 / sum, "a": 0.75 / sum, "b": 0.5 / sum]
        let mean = shares.values.reduce(0) { $0 + $1 * log($1) }
        for (label, text) in alphabet.labels.enumerated() {
            let expected = shares[text].map { -0.5 * (log($0) - mean) } ?? 0
            #expect(abs(Double(offsets[label]) - expected) < 1e-3, "\(text)")
        }
        #expect(offsets[Alphabet.blank] == 0)
        // Over the text they come to nothing.
        let sums = alphabet.labels.indices.map { Double(offsets[$0]) * (shares[alphabet.labels[$0]] ?? 0) }
        #expect(abs(sums.reduce(0, +)) < 1e-3)
    }

    @Test func pairsCountAsOftenAsTheirWords() throws {
        let (alphabet, options) = try search { $0.pairPriorWeight = 0.5 }
        #expect(options.labelOffsets.isEmpty)
        // Behind an a comes a b two times of three, else a space; nothing else comes behind a b or a space.
        let shares = [" ": 0.75 / 2, "a": 0.75 / 2, "b": 0.5 / 2]
        let pairs: [String: [String: Double]] = ["a": ["b": 2.0 / 3, " ": 1.0 / 3], "b": [" ": 1], " ": ["a": 1]]
        func logProbability(_ before: String, _ label: String) -> Double? {
            guard let row = pairs[before], let share = shares[label] else { return nil }
            return log(0.98 * (row[label] ?? 0) + 0.02 * share)
        }
        let counts = [("a", "b", 0.5), ("a", " ", 0.25), ("b", " ", 0.5), (" ", "a", 0.75)]
        let mean = counts.reduce(0) { $0 + $1.2 / 2 * (logProbability($1.0, $1.1) ?? 0) }
        for (first, before) in alphabet.labels.enumerated() {
            for (second, label) in alphabet.labels.enumerated() {
                let expected = logProbability(before, label).map { -0.5 * ($0 - mean) } ?? 0
                let offset = options.pairOffsets[first * alphabet.count + second]
                #expect(abs(Double(offset) - expected) < 1e-3, "\(before)\(label)")
            }
        }
    }

    @Test func modelsSearchWithIt() throws {
        let model = try Model(ModelTests.tinyConfiguration(), seed: 3)
        let languageModel = try languageModel()
        var weights = LanguageModelOptions()
        #expect(model.search(languageModel: languageModel, weights).labelOffsets.isEmpty)
        weights.blankPenalty = 1.5
        var offsets = model.search(languageModel: languageModel, weights).labelOffsets
        #expect(offsets.count == model.alphabet.count && offsets[Alphabet.blank] == -1.5)
        #expect(offsets.dropFirst().allSatisfy { $0 == 0 })
        weights.priorWeight = 0.5
        offsets = model.search(languageModel: languageModel, weights).labelOffsets
        #expect(offsets[Alphabet.blank] == -1.5)
        let (a, b) = (try model.alphabet.encode("a")[0], try model.alphabet.encode("b")[0])
        #expect(offsets[a] < offsets[b])
        // Without a language model nothing else says what is frequent.
        #expect(model.search(languageModel: nil, weights).labelOffsets.dropFirst().allSatisfy { $0 == 0 })
    }
}
