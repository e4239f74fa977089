import CTC
import Foundation
import Recognition
import Recurrent
import Testing
import Training

@Suite struct CalibrationTests {
    private static let truth = ConfidenceCalibration(bias: 2, weights: [.mean: 1.5, .entropy: -0.8, .length: 0.4])

    /// Words whose chance to be right is known.
    private func words(_ count: Int, seed: UInt64) -> [WordOutcome] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { index in
            let mean = Float.random(in: -4...0, using: &random)
            let evidence = WordEvidence(
                meanLogProbability: mean, leastLogProbability: mean - .random(in: 0...3, using: &random),
                entropy: .random(in: 0...2, using: &random), labels: .random(in: 1...9, using: &random),
                frames: .random(in: 1...30, using: &random))
            let chance = Self.truth.probability(evidence)
            return WordOutcome(
                evidence: evidence, voice: .init(activity: 0, entropy: 0),
                isRight: Double.random(in: 0...1, using: &random) < chance,
                speaker: "s\(index % 20)")
        }
    }

    /// The chances behind the outcomes are found again, for every speaker.
    @Test func knownChancesAreFound() throws {
        let words = words(20_000, seed: 1)
        let fit = try ConfidenceFit(words)
        for word in words.prefix(500) {
            let (found, truth) = (
                fit.calibration.probability(word.evidence), Self.truth.probability(word.evidence)
            )
            #expect(abs(found - truth) < 0.03)
        }
        #expect(fit.before.calibrationError > 0.05)
        #expect(fit.after.calibrationError < 0.015)
        #expect(try #require(fit.after.area) > (try #require(fit.before.area)))
        #expect(try #require(fit.after.normalizedCrossEntropy) > 0.1)
        #expect(fit.after.count == words.count)
    }

    /// A speaker's words are judged by a calibration that has not seen that speaker: where two halves behave alike but
    /// for the sign, it is wrong each time.
    @Test func speakersAreHeldOut() throws {
        let words = (0..<400).map { index in
            let (isLoud, isFirst) = (index % 4 < 2, index % 2 == 0)
            return WordOutcome(
                evidence: WordEvidence(
                    meanLogProbability: isLoud ? -0.1 : -3, leastLogProbability: -3, entropy: 1, labels: 3, frames: 6),
                voice: .init(activity: 0, entropy: 0), isRight: isLoud == isFirst, speaker: isFirst ? "a" : "b")
        }
        #expect(try ConfidenceFit(words).after.area == 0)
    }

    @Test func nothingToLearnIsSaid() {
        let words = words(50, seed: 2).map { word in
            var word = word
            word.isRight = true
            return word
        }
        #expect(throws: CalibrationError.self) { try ConfidenceFit(words) }
        #expect(throws: CalibrationError.nothingToLearn(words: 0)) { try ConfidenceFit([]) }
    }

    /// Speech and noise that differ in what is heard around a word are told apart at the price that was set.
    @Test func noiseIsToldFromSpeech() throws {
        var random = SplitMix64(seed: 5)
        func words(_ count: Int, activity: Double, entropy: Double, isRight: Bool) -> [WordOutcome] {
            (0..<count).map { index in
                let spread = Double.random(in: -0.1...0.1, using: &random)
                return WordOutcome(
                    evidence: WordEvidence(
                        meanLogProbability: -1, leastLogProbability: -1, entropy: 1, labels: 1, frames: 1),
                    voice: .init(
                        activity: activity + spread, entropy: entropy + .random(in: -0.3...0.3, using: &random)),
                    isRight: isRight, speaker: "\(isRight)\(index % 30)")
            }
        }
        let speech = words(2000, activity: 0.5, entropy: 0.3, isRight: true)
        let apart = try VoiceFit(speech: speech, noise: words(500, activity: 0.2, entropy: 1.2, isRight: false))
        #expect(apart.falseWords.before == 500 && apart.falseWords.after == 0)
        #expect(apart.spokenWords.before == 2000)
        #expect((1960..<2000).contains(apart.spokenWords.after))
        #expect(apart.gate.activity > 0 && apart.gate.entropy < 0)
        // Where nothing tells them apart, speech is kept all the same.
        let alike = try VoiceFit(speech: speech, noise: words(500, activity: 0.5, entropy: 0.3, isRight: false))
        #expect(alike.spokenWords.after >= 1940)
        #expect(throws: CalibrationError.self) { try VoiceFit(speech: speech, noise: []) }
        // Names that alternate: anna, fan, mark, rain.
        func named(_ words: [WordOutcome], _ names: [String]) -> [WordOutcome] {
            words.enumerated().map { index, word in
                var word = word
                word.speaker = names[index % 2]
                return word
            }
        }
        let noise = words(500, activity: 0.2, entropy: 1.2, isRight: false)
        let few = try VoiceFit(speech: named(speech, ["anna", "mark"]), noise: named(noise, ["fan", "rain"]))
        #expect(few.falseWords.before == 500 && few.falseWords.after == 0)
    }

    /// By hand: bins 0.1…0.2 (0.15, half right) and 0.9 (1, all right).
    @Test func measuresByHand() throws {
        let reliability = Reliability([
            .init(probability: 0.1, isRight: true), .init(probability: 0.1, isRight: false),
            .init(probability: 1, isRight: true), .init(probability: 1, isRight: true),
        ])
        #expect(reliability.bins.map(\.count) == [2, 2])
        #expect(abs(reliability.calibrationError - 0.5 * 0.4) < 1e-12)
        #expect(reliability.area == (2 + 0.5) / 3)
        let chance = -0.75 * log(0.75) - 0.25 * log(0.25)
        let entropy = -(log(0.1) + log(0.9)) / 4
        #expect(abs(try #require(reliability.normalizedCrossEntropy) - (1 - entropy / chance)) < 1e-9)
        #expect(Reliability([.init(probability: 0.5, isRight: true)]).area == nil)
        #expect(Reliability([]).calibrationError == 0)
    }

    /// Two words of "no one" as a network hears "no on": one right, one wrong.
    @Test func wordsAreComparedWithTheReference() throws {
        let alphabet = Alphabet.english
        let path = "nno- -oonn-".map { alphabet.labels.firstIndex(of: String($0)) ?? 0 }
        let scores = try LogProbabilities(
            frames: path.count, labels: 29,
            values: path.flatMap { label in (0..<29).map { log($0 == label ? 0.9 : 0.1 / 28) } })
        let utterance = Utterance(id: "u", audio: "", text: "no one")
        for decoding in [Decoding.greedy, .beam(.init())] {
            let words = WordOutcome.words(of: utterance, in: scores, alphabet: alphabet, decoding: decoding)
            #expect(words.map(\.isRight) == [true, false])
            #expect(words.allSatisfy { $0.speaker == "u" && $0.evidence.labels == 2 })
            #expect(words.allSatisfy { abs($0.voice.activity - (7 * 0.9 + 3 * 0.1) / 10) < 0.1 })
        }
    }
}
