import CTC
import Foundation
import Testing

struct WordTests {
    private let alphabet = Alphabet.english

    /// Scores of a network that prefers `path`, one character a frame ("-" is the blank), with given probabilities.
    private func scores(_ path: String, certainty: Float = 0.9, at changes: [Int: Float] = [:]) throws
        -> LogProbabilities
    {
        let labels = path.map { character in
            character == "-" ? 0 : alphabet.labels.firstIndex(of: String(character)) ?? 0
        }
        var values: [Float] = []
        for (frame, label) in labels.enumerated() {
            let probability = changes[frame] ?? certainty
            values += (0..<alphabet.count).map { log($0 == label ? probability : (1 - probability) / 28) }
        }
        return try LogProbabilities(frames: labels.count, labels: alphabet.count, values: values)
    }

    @Test("Words last from the first label's peak to the end of the last label's run")
    func times() throws {
        let scores = try scores("--hh-iii--  -yo-uu")
        let expected = [("hi", 2, 8), ("you", 13, 18)]
        for hypothesis in [GreedyDecoder().decode(scores), PrefixBeamSearch().decode(scores)[0]] {
            let words = hypothesis.words(in: scores, alphabet: alphabet)
            #expect(words.map(\.text) == expected.map(\.0))
            #expect(words.map(\.startFrame) == expected.map(\.1))
            #expect(words.map(\.endFrame) == expected.map(\.2))
        }
    }

    @Test("Confidence is the geometric mean at the labels' peaks")
    func confidence() throws {
        let scores = try scores("-aab c-", at: [1: 0.5, 2: 0.8, 3: 0.4, 5: 0.99])
        let words = GreedyDecoder().decode(scores).words(in: scores, alphabet: alphabet)
        #expect(words.map(\.text) == ["ab", "c"])
        #expect(abs(words[0].evidence.geometricMean - (0.8 * 0.4 as Float).squareRoot()) < 1e-5)
        #expect(abs(words[1].evidence.geometricMean - 0.99) < 1e-5)
        #expect(words[0].startFrame == 2)
    }

    @Test("Evidence is taken from the word's own frames")
    func evidence() throws {
        let scores = try scores("-aab c-", at: [1: 0.5, 2: 0.8, 3: 0.4, 5: 0.99])
        let words = GreedyDecoder().decode(scores).words(in: scores, alphabet: alphabet)
        func entropy(_ p: Float) -> Float { -p * log(p) - (1 - p) * log((1 - p) / 28) }
        #expect(words[0].evidence.labels == 2 && words[0].evidence.frames == 2)
        #expect(abs(words[0].evidence.meanLogProbability - (log(0.8 as Float) + log(0.4)) / 2) < 1e-5)
        #expect(abs(words[0].evidence.leastLogProbability - log(0.4 as Float)) < 1e-5)
        #expect(abs(words[0].evidence.entropy - (entropy(0.8) + entropy(0.4)) / 2) < 1e-4)
        #expect(words[1].evidence.labels == 1 && words[1].evidence.frames == 1)
        #expect(abs(words[1].evidence.entropy - entropy(0.99)) < 1e-4)
    }

    @Test("A log-probability that rounding made positive is no confidence above 1")
    func clamped() throws {
        let scores = try LogProbabilities(
            frames: 1, labels: 29, values: (0..<29).map { $0 == 3 ? 5e-4 : -9 })
        #expect(GreedyDecoder().decode(scores).words(in: scores, alphabet: alphabet)[0].evidence.geometricMean == 1)
    }

    @Test("Separators at the ends and in a row make no words")
    func separators() throws {
        let scores = try scores(" a - b ")
        #expect(GreedyDecoder().decode(scores).words(in: scores, alphabet: alphabet).map(\.text) == ["a", "b"])
        let silence = try self.scores("----")
        #expect(GreedyDecoder().decode(silence).words(in: silence, alphabet: alphabet) == [])
    }

    @Test("Pieces that begin with a space begin a word")
    func pieces() throws {
        let alphabet = try Alphabet(labels: ["<blank>", " the", "m", " a"])
        let scores = try LogProbabilities(
            frames: 4, labels: 4, values: (0..<16).map { [1, 6, 8, 15].contains($0) ? -0.1 : -3 })
        let words = GreedyDecoder().decode(scores).words(in: scores, alphabet: alphabet)
        #expect(words.map(\.text) == ["them", "a"])
        #expect(words.map(\.startFrame) == [0, 3])
    }

    @Test("Times are monotone and inside the utterance, whatever the network says")
    func monotone() throws {
        for seed in 0..<20 {
            var generator = SeededGenerator(state: UInt64(seed))
            let frames = 200
            let scores = try randomScores(frames: frames, labels: 29, within: 3, using: &generator)
            for hypothesis in PrefixBeamSearch(options: PrefixBeamSearch.Options(nbest: 5)).decode(scores) {
                let words = hypothesis.words(in: scores, alphabet: alphabet)
                #expect(words.map(\.text).joined(separator: " ") == alphabet.decode(hypothesis.labels))
                #expect(words.allSatisfy { $0.startFrame < $0.endFrame && $0.startFrame >= 0 && $0.endFrame <= frames })
                #expect(zip(words, words.dropFirst()).allSatisfy { $0.endFrame <= $1.startFrame })
                #expect(words.allSatisfy { (0...1).contains($0.evidence.geometricMean) })
            }
        }
    }
}
