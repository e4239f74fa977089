import CTC
import Foundation
import Safetensors
import Testing

struct ForcedAlignmentTests {
    @Test(
        "The path is torchaudio's",
        arguments: ["plain", "repeats", "minimal", "oneframe", "twolabels", "typical", "spoken", "long"])
    func reference(name: String) throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/alignment", withExtension: "safetensors"))
        let tensors = try SafetensorsFile(contentsOf: url).tensors
        let logits = try #require(tensors["\(name).logits"])
        let labels = try #require(tensors["\(name).labels"]).values.map { Int($0) }
        let path = try #require(tensors["\(name).path"]).values.map { Int($0) }
        let score = try #require(tensors["\(name).score"]?.values.first)
        let scores = try LogProbabilities(logits: logits.values, frames: logits.shape[0], labels: logits.shape[1])

        let alignment = try ForcedAlignment(of: labels, to: scores)
        #expect(self.path(of: alignment, frames: scores.frames) == path)
        #expect(abs(alignment.logProbability - Double(score)) <= 1e-5 * max(1, abs(Double(score))))
    }

    @Test("No other path that spells the text is more probable", arguments: [[], [1], [2, 1], [1, 1], [2, 2, 1]])
    func bruteForce(labels: [Int]) throws {
        var generator = SeededGenerator(state: 6)
        let scores = try randomScores(frames: 7, labels: 3, within: 2, using: &generator)
        let best = allPaths(frames: 7, labels: 3).filter { collapse($0) == labels }
            .map { (path: $0, score: logProbability(of: $0, in: scores)) }.max { $0.score < $1.score }
        let alignment = try ForcedAlignment(of: labels, to: scores)
        #expect(path(of: alignment, frames: 7) == best?.path)
        #expect(abs(alignment.logProbability - (best?.score ?? 0)) < 1e-9)
        for label in alignment.labels {
            #expect(label.peak == label.frames.map { scores[$0, label.label] }.max())
        }
    }

    @Test("Where scores are kept changes nothing", arguments: [1, 2, 7, 64, 200, 201])
    func checkpoints(interval: Int) throws {
        var generator = SeededGenerator(state: 7)
        for count in [0, 1, 30, 90, 150] {
            let labels = randomLabels(count, below: 9, using: &generator)
            let scores = try randomScores(frames: 201, labels: 9, within: 3, using: &generator)
            #expect(
                try ForcedAlignment(of: labels, to: scores, checkpointInterval: interval)
                    == ForcedAlignment(of: labels, to: scores))
        }
    }

    @Test("Runs follow one another and lie inside, whatever the network says")
    func order() throws {
        var generator = SeededGenerator(state: 8)
        let labels = randomLabels(700, below: 29, using: &generator)
        let scores = try randomScores(frames: 2500, labels: 29, within: 3, using: &generator)
        let alignment = try ForcedAlignment(of: labels, to: scores)
        #expect(alignment.labels.map(\.label) == labels)
        var end = 0
        for label in alignment.labels {
            #expect(label.frames.lowerBound >= end && !label.frames.isEmpty)
            end = label.frames.upperBound
        }
        #expect(end <= 2500)
    }

    @Test("A text that cannot be spoken so fast, or not at all, is refused")
    func errors() throws {
        let scores = try LogProbabilities(frames: 2, labels: 3, values: [-1, -1, -1, -1, -1, -1])
        #expect(throws: ForcedAlignmentError.tooFewFrames(frames: 2, required: 3)) {
            try ForcedAlignment(of: [1, 1], to: scores)
        }
        let mute = try LogProbabilities(frames: 2, labels: 3, values: [0, -.infinity, -9, 0, -.infinity, -9])
        #expect(throws: ForcedAlignmentError.impossible) { try ForcedAlignment(of: [1], to: mute) }
        #expect(try ForcedAlignment(of: [2], to: mute).logProbability == -9)
    }

    /// The label of each frame, as torchaudio gives it.
    private func path(of alignment: ForcedAlignment, frames: Int) -> [Int] {
        var path = [Int](repeating: 0, count: frames)
        for label in alignment.labels { for frame in label.frames { path[frame] = label.label } }
        return path
    }
}
