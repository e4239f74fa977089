import CTC
import Testing

struct GreedyDecoderTests {
    @Test("Finds the best of all paths")
    func bruteForce() throws {
        for seed in 0..<30 {
            var generator = SeededGenerator(state: UInt64(seed))
            let scores = try randomScores(frames: 5, labels: 4, within: 3, using: &generator)
            let best = try #require(
                allPaths(frames: 5, labels: 4).max {
                    logProbability(of: $0, in: scores) < logProbability(of: $1, in: scores)
                })
            let hypothesis = GreedyDecoder().decode(scores)
            #expect(hypothesis.labels == collapse(best))
            #expect(abs(Double(hypothesis.logProbability) - logProbability(of: best, in: scores)) < 1e-5)
            #expect(zip(hypothesis.labels, hypothesis.frames).allSatisfy { best[$1] == $0 })
        }
    }

    @Test("No frames spell nothing")
    func noFrames() throws {
        let hypothesis = GreedyDecoder().decode(try LogProbabilities(frames: 0, labels: 3, values: []))
        #expect(hypothesis == Hypothesis(labels: [], frames: [], logProbability: 0))
    }
}
