import Foundation
import Testing
import Training

struct ScoringTests {
    /// What jiwer 4.0.0 says (Tests/Reference/scoring.py).
    private struct Fixture: Decodable {
        struct Rates: Decodable {
            let words: ErrorCounts
            let wer: Double
            let characters: ErrorCounts
            let cer: Double
        }
        struct Pair: Decodable {
            let reference: String
            let hypothesis: String
            let rates: Rates

            enum CodingKeys: CodingKey { case reference, hypothesis }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                reference = try container.decode(String.self, forKey: .reference)
                hypothesis = try container.decode(String.self, forKey: .hypothesis)
                rates = try Rates(from: decoder)
            }
        }
        let utterances: [Pair]
        let total: Rates
    }

    @Test("Counts and rates equal jiwer's, utterance by utterance and in all")
    func jiwer() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/scoring", withExtension: "json"))
        let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
        #expect(fixture.utterances.count > 300)
        let report = ScoreReport(
            fixture.utterances.enumerated().map { index, pair in
                ScoreReport.Utterance(id: "\(index)", reference: pair.reference, hypothesis: pair.hypothesis)
            })
        for (pair, score) in zip(fixture.utterances, report.scores) {
            #expect(score.words == pair.rates.words, "\(pair.reference) | \(pair.hypothesis)")
            #expect(score.words.rate == pair.rates.wer)
            #expect(score.characters == pair.rates.characters, "\(pair.reference) | \(pair.hypothesis)")
            #expect(score.characters.rate == pair.rates.cer)
        }
        #expect(report.words == fixture.total.words)
        #expect(report.words.rate == fixture.total.wer)
        #expect(report.characters == fixture.total.characters)
        #expect(report.characters.rate == fixture.total.cer)
        #expect(report.wordInterval.contains(report.words.rate))
    }

    @Test("An alignment's steps lead from the reference to the hypothesis")
    func alignment() {
        let alignment = EditAlignment(reference: ["a", "b", "c", "d"], hypothesis: ["a", "x", "d", "d", "e"])
        #expect(alignment.counts == ErrorCounts(hits: 2, substitutions: 2, deletions: 0, insertions: 1))
        #expect(alignment.operations.first == .match(reference: 0, hypothesis: 0))
        var (i, j) = (0, 0)
        for operation in alignment.operations {
            switch operation {
            case .match(let reference, let hypothesis), .substitution(let reference, let hypothesis):
                #expect((reference, hypothesis) == (i, j))
                i += 1
                j += 1
            case .deletion(let reference):
                #expect(reference == i)
                i += 1
            case .insertion(let hypothesis):
                #expect(hypothesis == j)
                j += 1
            }
        }
        #expect((i, j) == (4, 5))
        #expect(EditAlignment(reference: [Int](), hypothesis: []).operations.isEmpty)
    }

    @Test("Rates are defined where the reference is empty")
    func emptyReference() {
        #expect(ErrorCounts().rate == 0)
        #expect(ErrorCounts(insertions: 3).rate == 3)
        let report = ScoreReport([])
        #expect(report.words.rate == 0)
        #expect(report.sentenceErrorRate == 0)
        #expect(report.wordInterval == 0...0)
        #expect(report.worst(5).isEmpty)
    }

    @Test("Composed and decomposed letters are the same, and any white space separates words")
    func normalForm() {
        let report = ScoreReport([
            ScoreReport.Utterance(id: "1", reference: "caf\u{00E9} au\tlait", hypothesis: "cafe\u{0301} au\tlait ")
        ])
        #expect(report.words == ErrorCounts(hits: 3))
        #expect(report.characters == ErrorCounts(hits: 12))
        // A mark that would combine with the space before it is still a word.
        #expect(
            ScoreReport([ScoreReport.Utterance(id: "1", reference: "a \u{0308} b", hypothesis: "")]).words.deletions
                == 3)
    }

    private let report = ScoreReport([
        ScoreReport.Utterance(id: "one", reference: "the cat sat", hypothesis: "a cat sat"),
        ScoreReport.Utterance(id: "two", reference: "the dog sat on the mat", hypothesis: "a dog on a mat"),
        ScoreReport.Utterance(id: "three", reference: "right", hypothesis: "right now"),
        ScoreReport.Utterance(id: "four", reference: "on and on", hypothesis: "and on"),
        ScoreReport.Utterance(id: "five", reference: "fine", hypothesis: "fine"),
    ])

    @Test("Worst utterances and confusions")
    func confusions() {
        #expect(report.worst(2).map(\.utterance.id) == ["two", "three"])
        #expect(report.worst(10).map(\.utterance.id) == ["two", "three", "four", "one"])
        #expect(report.sentenceErrorRate == 0.8)
        #expect(report.confusions.substitutions.first?.item == Confusions.Pair(reference: "the", hypothesis: "a"))
        #expect(report.confusions.substitutions.first?.count == 3)
        #expect(report.confusions.deletions.map(\.item) == ["on", "sat"])
        #expect(report.confusions.deletions.map(\.count) == [1, 1])
        #expect(report.confusions.insertions.map(\.item) == ["now"])
    }

    @Test("The text says what a reader needs")
    func text() {
        let expected = """
            WER   42.86 %  (95 %: INTERVAL)  6 errors in 14 words: 3 substitutions, 2 deletions, 1 insertions
            """
        let lines = report.text(worst: 1, confusions: 1).split(separator: "\n", omittingEmptySubsequences: false)
        let interval = String(
            format: "%.2f…%.2f", 100 * report.wordInterval.lowerBound, 100 * report.wordInterval.upperBound)
        #expect(String(lines[0]) == expected.replacingOccurrences(of: "INTERVAL", with: interval))
        #expect(
            lines.dropFirst(2).joined(separator: "\n") == """
                SER   80.00 %  4 of 5 utterances with an error

                Worst utterances
                  two  3 errors in 6 words
                    said   the dog sat on the mat
                    heard  a dog on a mat

                Commonest substitutions
                    3  the → a

                Commonest deletions
                    1  on

                Commonest insertions
                    1  now
                """)
    }

    @Test("The confidence interval has the width that theory gives, and the seed alone decides it")
    func interval() {
        // 2000 utterances of one word, a quarter wrong: the rate's standard error is √(p (1 − p) / n).
        let utterances = (0..<2000).map { index in
            ScoreReport.Utterance(id: "\(index)", reference: "word", hypothesis: index % 4 == 0 ? "ward" : "word")
        }
        let interval = ScoreReport(utterances).wordInterval
        let margin = 1.96 * (0.25 * 0.75 / 2000).squareRoot()
        #expect(abs(interval.lowerBound - (0.25 - margin)) < 0.2 * margin)
        #expect(abs(interval.upperBound - (0.25 + margin)) < 0.2 * margin)
        #expect(ScoreReport(utterances).wordInterval == interval)
        #expect(ScoreReport(utterances, seed: 2).wordInterval != interval)
    }

    @Test("A report survives JSON")
    func json() throws {
        #expect(try JSONDecoder().decode(ScoreReport.self, from: JSONEncoder().encode(report)) == report)
    }
}
