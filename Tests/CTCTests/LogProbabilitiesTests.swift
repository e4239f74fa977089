import CTC
import Foundation
import Testing

struct LogProbabilitiesTests {
    @Test("Logits are normalised frame by frame, however great they are")
    func logits() throws {
        let scores = try LogProbabilities(logits: [0, log(3), 1000, 0, -1000, -1000], frames: 3, labels: 2)
        let expected: [Float] = [log(0.25), log(0.75), 0, -1000, log(0.5), log(0.5)]
        #expect(zip(scores.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(scores[1, 1] == -1000)
        #expect(scores.best(inFrame: 0) == 1)
        #expect(scores.best(inFrame: 2) == 0)
        #expect(scores[frames: 1..<3].values == Array(scores.values[2...]))
    }

    @Test("Rows that stand together are averaged as probabilities, impossible labels among them")
    func averages() throws {
        let rows: [[Float]] = [[0.2, 0.8], [0.4, 0.6], [1, 0], [0.5, 0.5]]
        let scores = try LogProbabilities(frames: 4, labels: 2, values: rows.joined().map { log($0) })
        let means = scores.averaged(over: 2)
        #expect(means.frames == 2)
        #expect(zip(means.values, [0.3, 0.7, 0.75, 0.25]).allSatisfy { abs(exp($0) - $1) < 1e-6 })
        #expect(scores.averaged(over: 1) == scores)
        let impossible = try LogProbabilities(frames: 2, labels: 2, values: [0, -.infinity, 0, -.infinity])
        #expect(impossible.averaged(over: 2).values == [0, -.infinity])
    }

    @Test("What is no matrix of log-probabilities is refused")
    func errors() throws {
        #expect(throws: LogProbabilitiesError.shape(frames: 2, labels: 2, count: 3)) {
            try LogProbabilities(frames: 2, labels: 2, values: [0, 0, 0])
        }
        #expect(throws: LogProbabilitiesError.shape(frames: 0, labels: 0, count: 0)) {
            try LogProbabilities(logits: [], frames: 0, labels: 0)
        }
        #expect(throws: LogProbabilitiesError.notALogProbability(0.5, frame: 1, label: 0)) {
            try LogProbabilities(frames: 2, labels: 2, values: [-1, -1, 0.5, -1])
        }
        #expect(throws: LogProbabilitiesError.self) {
            try LogProbabilities(frames: 1, labels: 2, values: [-1, .nan])
        }
        #expect(throws: LogProbabilitiesError.notFinite(-.infinity, frame: 0, label: 1)) {
            try LogProbabilities(logits: [0, -.infinity], frames: 1, labels: 2)
        }
        let impossible = try LogProbabilities(frames: 1, labels: 2, values: [0, -.infinity])
        #expect(PrefixBeamSearch().decode(impossible).map(\.labels) == [[]])
    }
}
