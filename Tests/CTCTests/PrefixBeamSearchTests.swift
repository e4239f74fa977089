import CTC
import Foundation
import Testing

struct PrefixBeamSearchTests {
    /// Drops nothing.
    private let unlimited = PrefixBeamSearch.Options(
        beamWidth: 100_000, labelMinimum: -.greatestFiniteMagnitude, pruneThreshold: -.greatestFiniteMagnitude,
        nbest: 100_000)

    @Test(
        "With an unlimited beam: every reading, with the probability of all its paths",
        arguments: [(1, 2), (1, 4), (3, 2), (4, 3), (5, 3), (5, 4)])
    func bruteForce(frames: Int, labels: Int) throws {
        for seed in 0..<10 {
            var generator = SeededGenerator(state: UInt64(seed))
            let scores = try randomScores(frames: frames, labels: labels, within: 3, using: &generator)
            var probabilities: [[Int]: Double] = [:]
            var bestPaths: [[Int]: Double] = [:]
            for path in allPaths(frames: frames, labels: labels) {
                let score = logProbability(of: path, in: scores)
                probabilities[collapse(path), default: 0] += exp(score)
                bestPaths[collapse(path)] = max(score, bestPaths[collapse(path)] ?? -.infinity)
            }

            let hypotheses = PrefixBeamSearch(options: unlimited).decode(scores)
            #expect(Set(hypotheses.map(\.labels)) == Set(probabilities.keys))
            #expect(hypotheses.count == probabilities.count)
            for hypothesis in hypotheses {
                let expected = log(try #require(probabilities[hypothesis.labels]))
                #expect(abs(Double(hypothesis.logProbability) - expected) < 1e-5)
                #expect(
                    try peaksOfBestPaths(hypothesis.labels, scores, #require(bestPaths[hypothesis.labels]))
                        .contains(hypothesis.frames))
            }
            let best = try #require(probabilities.max { $0.value < $1.value })
            #expect(hypotheses[0].labels == best.key)
            let order = hypotheses.map(\.logProbability)
            #expect(order == order.sorted(by: >))
        }
    }

    @Test("Label offsets: the same as other log-probabilities")
    func labelOffsets() throws {
        let (frames, labels) = (12, 5)
        for seed in 0..<10 {
            var generator = SeededGenerator(state: UInt64(seed))
            let scores = try randomScores(frames: frames, labels: labels, within: 3, using: &generator)
            let offsets: [Float] = [-1.5, 0.25, 0, -2, -0.5]
            let sums = try LogProbabilities(
                frames: frames, labels: labels, values: scores.values.indices.map { scores.values[$0] + offsets[$0 % labels] - 1 })
            var options = PrefixBeamSearch.Options(beamWidth: 20, nbest: 3)
            let plain = PrefixBeamSearch(options: options).decode(scores)
            let expected = PrefixBeamSearch(options: options).decode(sums)
            options.labelOffsets = offsets
            let found = PrefixBeamSearch(options: options).decode(scores)
            #expect(found.map(\.labels) == expected.map(\.labels))
            #expect(zip(found, expected).allSatisfy { abs($0.logProbability - $1.logProbability - Float(frames)) < 1e-3 })
            #expect(found.map(\.labels) != plain.map(\.labels))
        }
    }

    @Test("Pair offsets: every text, with its own probability and its pairs")
    func pairOffsets() throws {
        let (frames, labels) = (5, 4)
        for seed in 0..<10 {
            var generator = SeededGenerator(state: UInt64(seed))
            let scores = try randomScores(frames: frames, labels: labels, within: 3, using: &generator)
            var options = PrefixBeamSearch.Options(
                beamWidth: 5000, labelMinimum: -100, pruneThreshold: -1000, nbest: 5000)
            let plain = PrefixBeamSearch(options: options).decode(scores)
            options.pairOffsets = randomLogits(frames: labels, labels: labels, within: 1, using: &generator)
            let found = PrefixBeamSearch(options: options).decode(scores)
            #expect(found.map(\.labels) != plain.map(\.labels))
            let values = Dictionary(uniqueKeysWithValues: found.map { ($0.labels, $0.logProbability) })
            for hypothesis in plain {
                let pairs = zip([Alphabet.blank] + hypothesis.labels, hypothesis.labels)
                let expected = pairs.reduce(hypothesis.logProbability) { $0 + options.pairOffsets[$1.0 * labels + $1.1] }
                #expect(abs(try #require(values[hypothesis.labels]) - expected) < 1e-4)
            }
        }
    }

    @Test("Pair offsets: a word separator stands before the first label and behind the last")
    func pairOffsetsAtTheEnds() throws {
        let scores = try LogProbabilities(logits: [0.5, 1, -0.5, 2], frames: 1, labels: 4)
        var options = PrefixBeamSearch.Options(labelMinimum: -100, wordSeparator: 2, nbest: 10)
        options.pairOffsets = (0..<16).map { Float($0) / 8 }
        for hypothesis in PrefixBeamSearch(options: options).decode(scores) where !hypothesis.labels.isEmpty {
            let label = hypothesis.labels[0]
            let (first, last) = (Float(2 * 4 + label) / 8, Float(label * 4 + 2) / 8)
            #expect(abs(hypothesis.logProbability - scores[0, label] - first - last) < 1e-5)
        }
    }

    @Test(
        "Word separators: every text, with the probability of all paths that spell it, and its pairs",
        arguments: [3, 4, 5, 6], [false, true])
    func separators(frames: Int, hasPairs: Bool) throws {
        let (labels, separator) = (4, 2)
        /// One separator between words, none at the ends.
        func normalized(_ sequence: [Int]) -> [Int] {
            Array(sequence.split(separator: separator).joined(separator: [separator]))
        }
        for seed in 0..<10 {
            var generator = SeededGenerator(state: UInt64(seed))
            let scores = try randomScores(frames: frames, labels: labels, within: 3, using: &generator)
            var probabilities: [[Int]: Double] = [:]
            var best: [[Int]: (score: Double, path: [Int])] = [:]
            for path in allPaths(frames: frames, labels: labels) {
                let (text, score) = (normalized(collapse(path)), logProbability(of: path, in: scores))
                probabilities[text, default: 0] += exp(score)
                if score > best[text]?.score ?? -.infinity { best[text] = (score, path) }
            }
            var options = unlimited
            options.wordSeparator = separator
            if hasPairs {
                options.pairOffsets = randomLogits(frames: labels, labels: labels, within: 1, using: &generator)
            }
            let hypotheses = PrefixBeamSearch(options: options).decode(scores)
            #expect(hypotheses.count == probabilities.count)
            for hypothesis in hypotheses {
                var expected = log(try #require(probabilities[hypothesis.labels]))
                if hasPairs, !hypothesis.labels.isEmpty {
                    // The separator stands before the first label and behind the last.
                    for (before, label) in zip([separator] + hypothesis.labels, hypothesis.labels + [separator]) {
                        expected += Double(options.pairOffsets[before * labels + label])
                    }
                }
                #expect(abs(Double(hypothesis.logProbability) - expected) < 1e-5)
                #expect(hypothesis.frames.count == hypothesis.labels.count)
                #expect(zip(hypothesis.frames, hypothesis.frames.dropFirst()).allSatisfy { $0 < $1 })
                // Every label is emitted where the best path of the text has it.
                let path = try #require(best[hypothesis.labels]).path
                for (frame, label) in zip(hypothesis.frames, hypothesis.labels) { #expect(path[frame] == label) }
            }
            #expect(hypotheses.map(\.score) == hypotheses.map(\.score).sorted(by: >))
        }
    }

    @Test("A separator at the end is none, and leaves the labels before it where they are")
    func separatorAtTheEnd() throws {
        // Labels: blank, a letter, the separator.
        var rows = [[0.35, 0.64, 0.01]] + Array(repeating: [0.97, 0.02, 0.01], count: 5) + [[0.001, 0.019, 0.98]]
        rows.append([0.97, 0.01, 0.02])
        func decode(_ rows: [[Double]]) throws -> Hypothesis {
            let scores = try LogProbabilities(
                frames: rows.count, labels: 3, values: rows.joined().map { Float(log($0)) })
            return PrefixBeamSearch(options: .init(wordSeparator: 2)).decode(scores)[0]
        }
        let early = try decode(rows)
        #expect(early.labels == [1] && early.frames == [0])
        // The prefix without it is no longer in the beam.
        let certain = try decode([[0.01, 0.98, 0.01], [1e-7, 1e-7, 1 - 2e-7]])
        #expect(certain.labels == [1] && certain.frames == [0])
    }

    @Test("The beam's probability is that of the loss")
    func agreesWithLoss() throws {
        var generator = SeededGenerator(state: 11)
        let logits = randomLogits(frames: 6, labels: 4, within: 3, using: &generator)
        let scores = try LogProbabilities(logits: logits, frames: 6, labels: 4)
        for hypothesis in PrefixBeamSearch(options: unlimited).decode(scores) {
            let value = try CTCLoss.evaluate(
                CTCLoss.Utterance(logits: logits, frames: 6, labelCount: 4, labels: hypothesis.labels))
            #expect(abs(value.loss + Double(hypothesis.logProbability)) < 1e-4)
        }
    }

    @Test("An utterance in pieces gives what it gives whole", arguments: [[1], [7, 13], [40, 41, 42, 43]])
    func chunks(cuts: [Int]) throws {
        var generator = SeededGenerator(state: 12)
        let scores = try randomScores(frames: 60, labels: 9, within: 4, using: &generator)
        let options = PrefixBeamSearch.Options(nbest: 10)
        var state = PrefixBeamSearch.State(options: options)
        for (start, end) in zip([0] + cuts, cuts + [60]) { state.advance(scores[frames: start..<end]) }
        #expect(state.frames == 60)
        #expect(state.hypotheses(10) == PrefixBeamSearch(options: options).decode(scores))
    }

    @Test("Settling changes no label and no score, and what is settled stays")
    func settling() throws {
        var generator = SeededGenerator(state: 16)
        for within: Float in [3, 5, 8] {
            let (frames, labels) = (700, 7)
            let scores = try randomScores(frames: frames, labels: labels, within: within, using: &generator)
            var options = PrefixBeamSearch.Options(beamWidth: 8, wordSeparator: within == 5 ? 3 : nil, nbest: 8)
            var pairs = SeededGenerator(state: 17)
            if within == 5 { options.pairOffsets = randomLogits(frames: labels, labels: labels, within: 1, using: &pairs) }
            var plain = PrefixBeamSearch.State(options: options, settlingInterval: .max)
            plain.advance(scores)
            var state = PrefixBeamSearch.State(options: options, settlingInterval: 16)
            var settled: [Int] = []
            for start in stride(from: 0, to: frames, by: 50) {
                state.advance(scores[frames: start..<min(start + 50, frames)])
                #expect(state.settledLabels.starts(with: settled))
                settled = state.settledLabels
                for hypothesis in state.hypotheses(8) {
                    #expect(hypothesis.labels.starts(with: settled))
                    #expect(zip(hypothesis.frames, hypothesis.frames.dropFirst()).allSatisfy { $0 < $1 })
                }
            }
            #expect(state.hypotheses(8).map(\.labels) == plain.hypotheses(8).map(\.labels))
            #expect(state.hypotheses(8).map(\.logProbability) == plain.hypotheses(8).map(\.logProbability))
            #expect(settled.count > 50)
        }
    }

    @Test("No frames spell nothing")
    func noFrames() throws {
        let scores = try LogProbabilities(frames: 0, labels: 3, values: [])
        #expect(
            PrefixBeamSearch().decode(scores) == [Hypothesis(labels: [], frames: [], logProbability: 0)])
    }

    @Test("Adds up paths that greedy decoding looks at one by one")
    func spreadProbability() throws {
        // Hannun 2017: both frames prefer the blank, yet most paths spell the label.
        let scores = try LogProbabilities(frames: 2, labels: 2, values: [log(0.6), log(0.4), log(0.6), log(0.4)])
        #expect(GreedyDecoder().decode(scores).labels == [])
        let best = PrefixBeamSearch().decode(scores)[0]
        #expect(best.labels == [1])
        #expect(abs(exp(best.logProbability) - 0.64) < 1e-6)
    }

    @Test("Every limit keeps its promise")
    func limits() throws {
        var generator = SeededGenerator(state: 13)
        let scores = try randomScores(frames: 30, labels: 8, within: 4, using: &generator)

        var narrow = PrefixBeamSearch.State(options: PrefixBeamSearch.Options(beamWidth: 5, pruneThreshold: -1e9))
        narrow.advance(scores)
        #expect(narrow.hypotheses(100).count == 5)

        var pruned = PrefixBeamSearch.State(options: PrefixBeamSearch.Options(beamWidth: 1000, pruneThreshold: -2))
        pruned.advance(scores[frames: 0..<8])
        let left = pruned.hypotheses(1000)
        #expect(left.allSatisfy { $0.logProbability >= left[0].logProbability - 2 })
        #expect(left.count < 1000)

        // With no slack at all only a frame's best label is tried, so every label found is that of the best path.
        var strict = PrefixBeamSearch.State(options: PrefixBeamSearch.Options(labelMinimum: 0))
        strict.advance(scores)
        for hypothesis in strict.hypotheses(100) {
            for (label, frame) in zip(hypothesis.labels, hypothesis.frames) {
                #expect((0...frame).contains { scores.best(inFrame: $0) == label })
            }
        }
        #expect(PrefixBeamSearch(options: PrefixBeamSearch.Options(nbest: 3)).decode(scores).count == 3)
    }

    @Test("A certain network: beam and greedy agree, and the emission frames are the peaks")
    func peaks() throws {
        let path = [0, 1, 1, 1, 0, 0, 2, 0, 2, 2, 3, 0]
        let certainty: [Float] = [9, 7, 9, 8, 9, 9, 9, 9, 7, 8, 9, 9]
        var logits = [Float](repeating: 0, count: path.count * 4)
        for (frame, label) in path.enumerated() { logits[frame * 4 + label] = certainty[frame] }
        let scores = try LogProbabilities(logits: logits, frames: path.count, labels: 4)
        let greedy = GreedyDecoder().decode(scores)
        #expect(greedy.labels == [1, 2, 2, 3])
        #expect(greedy.frames == [2, 6, 9, 10])
        let beam = PrefixBeamSearch().decode(scores)[0]
        #expect(beam.labels == greedy.labels)
        #expect(beam.frames == greedy.frames)
    }

    @Test("Frames increase strictly, one a label, over a long and uncertain utterance")
    func monotone() throws {
        var generator = SeededGenerator(state: 14)
        let scores = try randomScores(frames: 400, labels: 29, within: 4, using: &generator)
        for hypothesis in PrefixBeamSearch(options: PrefixBeamSearch.Options(nbest: 32)).decode(scores) {
            #expect(hypothesis.frames.count == hypothesis.labels.count)
            #expect(zip(hypothesis.frames, hypothesis.frames.dropFirst()).allSatisfy { $0 < $1 })
            #expect(hypothesis.frames.allSatisfy { (0..<400).contains($0) })
        }
    }

    @Test("A long utterance is read to its last label, and its probability stays accurate")
    func longUtterance() throws {
        // Every third frame says a label, with a rival not far behind; the frames between say blank.
        var generator = SeededGenerator(state: 15)
        let (frames, labels) = (15_000, 6)
        var logits = randomLogits(frames: frames, labels: labels, within: 1, using: &generator)
        var spoken: [Int] = []
        for frame in 0..<frames {
            let label = frame % 3 == 1 ? Int.random(in: 1..<labels, using: &generator) : 0
            logits[frame * labels + label] += 6
            logits[frame * labels + Int.random(in: 0..<labels, using: &generator)] += 1.5
            if label != 0 { spoken.append(label) }
        }
        let scores = try LogProbabilities(logits: logits, frames: frames, labels: labels)
        let greedy = GreedyDecoder().decode(scores)
        #expect(greedy.labels == spoken)
        let hypotheses = PrefixBeamSearch(options: PrefixBeamSearch.Options(nbest: 32)).decode(scores)
        #expect(hypotheses[0].labels == spoken)
        #expect(hypotheses[0].frames == greedy.frames)
        #expect(Set(hypotheses.map(\.labels)).count == 32)
        // A beam finds less than all paths: 32 prefixes leave out 7 % of the logarithm here.
        let value = try CTCLoss.evaluate(
            CTCLoss.Utterance(logits: logits, frames: frames, labelCount: labels, labels: spoken))
        #expect(Double(hypotheses[0].logProbability) <= -value.loss + 0.01)
        #expect(Double(hypotheses[0].logProbability) >= -value.loss * 1.1)
    }

    /// The emission frames of each path that spells `labels` with the best score (within rounding).
    private func peaksOfBestPaths(_ labels: [Int], _ scores: LogProbabilities, _ best: Double) -> [[Int]] {
        allPaths(frames: scores.frames, labels: scores.labels).filter {
            collapse($0) == labels && logProbability(of: $0, in: scores) > best - 1e-9
        }.map { path in
            var frames: [Int] = []
            for (frame, label) in path.enumerated() where label != 0 {
                if frame == 0 || path[frame - 1] != label {
                    frames.append(frame)
                } else if let peak = frames.last, scores[frame, label] > scores[peak, label] {
                    frames[frames.count - 1] = frame
                }
            }
            return frames
        }
    }
}
