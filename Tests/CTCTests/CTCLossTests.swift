import CTC
import Foundation
import Safetensors
import Testing

struct CTCLossTests {
    @Test(
        "Loss and gradient equal PyTorch's",
        arguments: [
            "plain", "repeats", "empty", "minimal", "oneframe", "oneframeempty", "twolabels", "vectorfull",
            "vectorover", "extreme", "extrememinimal", "typical", "long",
        ])
    func reference(name: String) throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/ctc", withExtension: "safetensors"))
        let tensors = try SafetensorsFile(contentsOf: url).tensors
        let logits = try #require(tensors["\(name).logits"])
        let labels = try #require(tensors["\(name).labels"]).values.map { Int($0) }
        let loss = try #require(tensors["\(name).loss"]?.values.first)
        let gradient = try #require(tensors["\(name).gradient"]).values

        let value = try CTCLoss.evaluate(
            CTCLoss.Utterance(
                logits: logits.values, frames: logits.shape[0], labelCount: logits.shape[1], labels: labels))
        // Single precision over up to 1000 frames against double; asked for were 1e-4.
        #expect(abs(value.loss - Double(loss)) <= 1e-5 * max(1, abs(Double(loss))))
        #expect(value.gradient.count == gradient.count)
        #expect(greatestDifference(value.gradient, gradient.map(Double.init)) <= 2e-5)
    }

    @Test("Mantissas and exponents equal logarithms, also where probabilities span hundreds of orders")
    func logDomain() throws {
        var generator = SeededGenerator(state: 1)
        for round in 0..<300 {
            let labelCount = Int.random(in: 2...12, using: &generator)
            let labels = randomLabels(Int.random(in: 0...20, using: &generator), below: labelCount, using: &generator)
            let spare = round.isMultiple(of: 2) ? 0 : Int.random(in: 0...20, using: &generator)
            let frames = max(1, CTCLoss.minimumFrames(for: labels)) + spare
            let bound: Float = [1, 10, 100][round % 3]
            try expectAgreement(
                CTCLoss.Utterance(
                    logits: randomLogits(frames: frames, labels: labelCount, within: bound, using: &generator),
                    frames: frames, labelCount: labelCount, labels: labels))
        }
    }

    @Test("3000 frames lose no accuracy", arguments: [Float(3), 100])
    func longUtterance(bound: Float) throws {
        var generator = SeededGenerator(state: 2)
        try expectAgreement(
            CTCLoss.Utterance(
                logits: randomLogits(frames: 3000, labels: 29, within: bound, using: &generator),
                frames: 3000, labelCount: 29, labels: randomLabels(500, below: 29, using: &generator)))
    }

    @Test("A certain network that is wrong everywhere has a large, finite loss")
    func certainAndWrong() throws {
        // Label 1 has logit −10000 in each of 10 frames and is the whole transcript; one frame suffices for it.
        let logits = (0..<20).map { Float($0 % 2) * -10_000 }
        let value = try CTCLoss.evaluate(CTCLoss.Utterance(logits: logits, frames: 10, labelCount: 2, labels: [1]))
        #expect(abs(value.loss - (10_000 - log(10))) < 0.01)
        for frame in 0..<10 { #expect(abs(value.gradient[2 * frame + 1] + 0.1) < 1e-5) }
    }

    @Test("The gradient is the slope of the loss")
    func finiteDifferences() throws {
        var generator = SeededGenerator(state: 3)
        let utterance = CTCLoss.Utterance(
            logits: randomLogits(frames: 6, labels: 4, within: 2, using: &generator),
            frames: 6, labelCount: 4, labels: [2, 2, 3])
        let gradient = try CTCLoss.evaluate(utterance).gradient
        for index in utterance.logits.indices {
            // With a step of 2⁻⁶, curvature and rounding each leave about 1e-5.
            let step: Float = 0x1p-6
            var (above, below) = (utterance, utterance)
            above.logits[index] += step
            below.logits[index] -= step
            let slope = try (CTCLoss.evaluate(above).loss - CTCLoss.evaluate(below).loss) / Double(2 * step)
            #expect(abs(slope - Double(gradient[index])) < 1e-4)
        }
    }

    @Test(
        "The loss sums over exactly the paths that spell the transcript",
        arguments: [[], [1], [2, 1], [1, 1], [2, 2, 1]])
    func bruteForce(labels: [Int]) throws {
        var generator = SeededGenerator(state: 4)
        let logits = randomLogits(frames: 5, labels: 3, within: 2, using: &generator)
        let scores = try LogProbabilities(logits: logits, frames: 5, labels: 3)
        let total = allPaths(frames: 5, labels: 3).filter { collapse($0) == labels }
            .reduce(0) { $0 + exp(logProbability(of: $1, in: scores)) }
        let value = try CTCLoss.evaluate(
            CTCLoss.Utterance(logits: logits, frames: 5, labelCount: 3, labels: labels))
        #expect(abs(value.loss + log(total)) < 1e-5)
    }

    @Test("Minimum frames: one a label, one more between equal neighbours")
    func minimumFrames() {
        #expect(CTCLoss.minimumFrames(for: []) == 0)
        #expect(CTCLoss.minimumFrames(for: [1, 2, 1]) == 3)
        #expect(CTCLoss.minimumFrames(for: [1, 1, 1, 2, 2]) == 8)
    }

    @Test("No frames spell the empty transcript and nothing else")
    func noFrames() throws {
        let value = try CTCLoss.evaluate(CTCLoss.Utterance(logits: [], frames: 0, labelCount: 3, labels: []))
        #expect(value.loss == 0)
        #expect(value.gradient.isEmpty)
        #expect(throws: CTCLossError.tooFewFrames(frames: 0, required: 1)) {
            try CTCLoss.evaluate(CTCLoss.Utterance(logits: [], frames: 0, labelCount: 3, labels: [1]))
        }
    }

    @Test("What has no loss is refused, and the error says why")
    func errors() {
        func error(_ logits: [Float], frames: Int, labels: [Int]) -> CTCLossError? {
            do throws(CTCLossError) {
                _ = try CTCLoss.evaluate(
                    CTCLoss.Utterance(logits: logits, frames: frames, labelCount: 3, labels: labels))
                return nil
            } catch { return error }
        }
        let logits = [Float](repeating: 0, count: 9)
        #expect(error(logits, frames: 3, labels: [1, 1]) == nil)
        #expect(error(logits, frames: 3, labels: [1, 1, 2]) == .tooFewFrames(frames: 3, required: 4))
        #expect(error(logits, frames: 4, labels: []) == .shape(frames: 4, labelCount: 3, logits: 9))
        #expect(error(logits, frames: 3, labels: [1, 0]) == .labelOutOfRange(0, position: 1, labelCount: 3))
        #expect(error(logits, frames: 3, labels: [3]) == .labelOutOfRange(3, position: 0, labelCount: 3))
        var broken = logits
        broken[7] = .infinity
        #expect(error(broken, frames: 3, labels: [1]) == .notFinite(.infinity, frame: 2, label: 1))
    }

    @Test("A batch gives each utterance what it gets alone, and a refusal stays with its utterance")
    func batch() throws {
        var generator = SeededGenerator(state: 5)
        var utterances = (1...20).map { index in
            CTCLoss.Utterance(
                logits: randomLogits(frames: 10 * index, labels: 9, within: 3, using: &generator),
                frames: 10 * index, labelCount: 9, labels: randomLabels(4 * index, below: 9, using: &generator))
        }
        utterances[7].frames = 1
        utterances[7].logits = [Float](repeating: 0, count: 9)
        let results = CTCLoss.evaluate(utterances)
        #expect(results.count == utterances.count)
        for (index, result) in results.enumerated() {
            if index == 7 {
                let required = CTCLoss.minimumFrames(for: utterances[7].labels)
                #expect(throws: CTCLossError.tooFewFrames(frames: 1, required: required)) { try result.get() }
            } else {
                #expect(try result.get() == CTCLoss.evaluate(utterances[index]))
            }
        }
    }

    private func expectAgreement(_ utterance: CTCLoss.Utterance) throws {
        let expected = LogDomainCTC(utterance)
        let value = try CTCLoss.evaluate(utterance)
        #expect(abs(value.loss - expected.loss) <= 1e-5 * max(1, expected.loss))
        #expect(greatestDifference(value.gradient, expected.gradient) <= 1e-4)
    }

    private func greatestDifference(_ values: [Float], _ expected: [Double]) -> Double {
        zip(values, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
    }
}
