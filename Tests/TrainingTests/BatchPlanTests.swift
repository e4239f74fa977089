import Recurrent
import Testing
import Training

@Suite struct BatchPlanTests {
    private let durations: [Double]

    init() {
        var random = SplitMix64(seed: 4)
        durations = (0..<500).map { _ in Double.random(in: 0.5...12, using: &random) }
    }

    private func plan(
        weights: [Double]? = nil, seconds: Double = 60, utterances: Int = 16, seed: UInt64 = 1
    ) -> BatchPlan {
        BatchPlan(
            durations: durations, weights: weights ?? durations.map { _ in 1 }, seconds: seconds,
            utterances: utterances, seed: seed)
    }

    @Test(arguments: 0..<5) func everyUtteranceComesOnceAnEpoch(epoch: Int) {
        #expect(plan().batches(epoch: epoch).flatMap { $0 }.sorted() == Array(durations.indices))
    }

    @Test(arguments: [(60.0, 16), (30, 128), (1000, 4)]) func limitsAreKept(seconds: Double, utterances: Int) {
        for epoch in 0..<3 {
            let batches = plan(seconds: seconds, utterances: utterances).batches(epoch: epoch)
            #expect(batches.allSatisfy { !$0.isEmpty && $0.count <= utterances })
            #expect(batches.allSatisfy { batch in batch.reduce(0) { $0 + durations[$1] } <= seconds })
        }
    }

    @Test func aClipLongerThanABatchHasOneOfItsOwn() {
        let batches = plan(seconds: 5).batches(epoch: 1)
        for index in durations.indices where durations[index] > 5 { #expect(batches.contains([index])) }
        #expect(batches.flatMap { $0 }.count == durations.count)
    }

    /// The first epoch goes from short to long, but for the tenth by which lengths are shaken; later ones do not.
    @Test func theFirstEpochAscends() {
        func ascends(_ epoch: Int) -> Bool {
            var longest = 0.0
            for index in plan().batches(epoch: epoch).joined() {
                if durations[index] * 1.1 < longest * 0.9 { return false }
                longest = max(longest, durations[index])
            }
            return true
        }
        #expect(ascends(0))
        #expect(!ascends(1))
    }

    /// Clips of a batch are of like length in every epoch.
    @Test func aBatchHoldsLikeLengths() {
        for batch in plan().batches(epoch: 3).dropLast() {
            let lengths = batch.map { durations[$0] }
            #expect((lengths.max() ?? 0) * 0.9 < (lengths.min() ?? 0) * 1.1 + 2)
        }
    }

    @Test func itIsAFunctionOfSeedAndEpoch() {
        #expect(plan().batches(epoch: 2) == plan().batches(epoch: 2))
        #expect(plan().batches(epoch: 2) != plan().batches(epoch: 3))
        #expect(plan().batches(epoch: 2) != plan(seed: 2).batches(epoch: 2))
        #expect(plan().batchCount(epochs: 3) == (0..<3).reduce(0) { $0 + plan().batches(epoch: $1).count })
    }

    /// Weight 2 is twice in every epoch, 0.25 every fourth, 1.5 once or twice.
    @Test func aWeightIsAMeanNumberOfTimes() {
        let weights = durations.indices.map { [2, 0.25, 1.5, 1][$0 % 4] }
        let plan = plan(weights: weights)
        var counts = [Int](repeating: 0, count: durations.count)
        let epochs = 200
        for epoch in 0..<epochs {
            var now = counts
            for index in plan.batches(epoch: epoch).joined() { now[index] += 1 }
            for index in durations.indices {
                let times = Double(now[index] - counts[index])
                #expect(times == weights[index].rounded(.down) || times == weights[index].rounded(.up))
            }
            counts = now
        }
        for (kind, weight) in [2, 0.25, 1.5, 1].enumerated() {
            let all = stride(from: kind, to: counts.count, by: 4).reduce(0) { $0 + counts[$1] }
            #expect(abs(Double(all) / Double(epochs * counts.count / 4) - weight) < 0.02)
        }
    }
}
