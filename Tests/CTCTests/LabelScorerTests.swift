import CTC
import Foundation
import Testing

/// Weighs labels by those before them, any way at all: every sequence has a weight of its own.
private struct ArbitraryScorer: LabelScorer {
    let seed: Int32
    let scale: Double

    var start: ScorerState { ScorerState(repeating: seed) }
    func maximumGain(of label: Int) -> Double { scale }

    func extend(_ state: ScorerState, by label: Int) -> (weight: Double, next: ScorerState) {
        let next = (state &* 1_103_515_245) &+ Int32(label) &+ 12_345
        return (value(next[0]), next)
    }

    func end(_ state: ScorerState) -> Double { value(state[1] &* 7 &+ 1) }

    /// Some more than it is.
    func maximumEnd(_ state: ScorerState) -> Double { end(state) + abs(value(state[2] &* 31)) }

    private func value(_ number: Int32) -> Double { scale * (Double(number >> 8) / Double(1 << 23)) }

    /// The weight of a whole utterance.
    func weight(_ labels: [Int]) -> Double {
        var state = start
        var sum = 0.0
        for label in labels {
            let (weight, next) = extend(state, by: label)
            sum += weight
            state = next
        }
        return sum + end(state)
    }
}

@Suite struct LabelScorerTests {
    private func options(_ scorers: [any LabelScorer]) -> PrefixBeamSearch.Options {
        .init(
            beamWidth: 100_000, labelMinimum: -.greatestFiniteMagnitude, pruneThreshold: -.greatestFiniteMagnitude,
            nbest: 100_000, scorers: scorers)
    }

    @Test(
        "With an unlimited beam: every reading, with its probability and its weights",
        arguments: [(1, 2), (3, 3), (5, 3), (5, 4)])
    func bruteForce(frames: Int, labels: Int) throws {
        for seed in 0..<10 {
            var generator = SeededGenerator(state: UInt64(seed))
            let scores = try randomScores(frames: frames, labels: labels, within: 3, using: &generator)
            let scorers = [ArbitraryScorer(seed: Int32(seed), scale: 3), ArbitraryScorer(seed: 99, scale: 1)]
            var probabilities: [[Int]: Double] = [:]
            for path in allPaths(frames: frames, labels: labels) {
                probabilities[collapse(path), default: 0] += exp(logProbability(of: path, in: scores))
            }
            let hypotheses = PrefixBeamSearch(options: options(scorers)).decode(scores)
            #expect(Set(hypotheses.map(\.labels)) == Set(probabilities.keys))
            for count in 1...3 {
                var few = options(scorers)
                few.nbest = count
                #expect(PrefixBeamSearch(options: few).decode(scores) == Array(hypotheses.prefix(count)))
            }
            for hypothesis in hypotheses {
                let probability = log(try #require(probabilities[hypothesis.labels]))
                let weight = scorers.reduce(0) { $0 + $1.weight(hypothesis.labels) }
                #expect(abs(Double(hypothesis.logProbability) - probability) < 1e-5)
                #expect(abs(Double(hypothesis.score) - probability - weight) < 1e-5)
            }
            let order = hypotheses.map(\.score)
            #expect(order == order.sorted(by: >))
        }
    }

    /// Remembers the last two labels only.
    private struct PairScorer: LabelScorer {
        let start = ScorerState(repeating: 0)
        func maximumGain(of label: Int) -> Double { 2 }

        func extend(_ state: ScorerState, by label: Int) -> (weight: Double, next: ScorerState) {
            var next = start
            (next[0], next[1]) = (state[1], Int32(label))
            return (2 * sin(Double(state[0] * 31 + state[1] * 7 + Int32(label))), next)
        }

        func end(_ state: ScorerState) -> Double { 0 }
    }

    @Test("One reading: prefixes that nothing tells apart share a place in the beam, which finds better ones")
    func recombination() throws {
        var generator = SeededGenerator(state: 22)
        var gain: Float = 0
        for _ in 0..<40 {
            let scores = try randomScores(frames: 80, labels: 8, within: 3, using: &generator)
            func best(_ nbest: Int) -> Hypothesis {
                PrefixBeamSearch(options: .init(beamWidth: 12, nbest: nbest, scorers: [PairScorer()])).decode(scores)[0]
            }
            let (one, several) = (best(1), best(2))
            gain += one.score - several.score
            // The score is that of the reading, whatever was left out on the way.
            var state = PairScorer().start
            let weight = one.labels.reduce(0.0) { sum, label in
                let (weight, next) = PairScorer().extend(state, by: label)
                state = next
                return sum + weight
            }
            #expect(abs(Double(one.score - one.logProbability) - weight) < 1e-3)
        }
        #expect(gain > 0)
    }

    @Test("Settling and the split of an utterance change no score")
    func settling() throws {
        var generator = SeededGenerator(state: 21)
        let scores = try randomScores(frames: 700, labels: 7, within: 5, using: &generator)
        let options = PrefixBeamSearch.Options(
            beamWidth: 8, nbest: 8,
            scorers: [ArbitraryScorer(seed: 5, scale: 0.5), ArbitraryScorer(seed: 6, scale: 0.2)])
        var plain = PrefixBeamSearch.State(options: options, settlingInterval: .max)
        plain.advance(scores)
        for piece in [1, 50, 333] {
            var state = PrefixBeamSearch.State(options: options, settlingInterval: 16)
            for start in stride(from: 0, to: 700, by: piece) {
                state.advance(scores[frames: start..<min(start + piece, 700)])
            }
            #expect(state.settledLabels.count > 50)
            #expect(state.hypotheses(8).map(\.labels) == plain.hypotheses(8).map(\.labels))
            #expect(state.hypotheses(8).map(\.score) == plain.hypotheses(8).map(\.score))
            #expect(
                state.hypotheses(8, hasEnded: false).map(\.score) == plain.hypotheses(8, hasEnded: false).map(\.score))
        }
    }
}
