import Recurrent

/// Which utterances go together, epoch by epoch: clips of like length share a batch, and batches come in random order.
///
/// The first epoch goes from short to long (SortaGrad, Amodei et al. 2016), which carries CTC over its first steps.
/// A plan is a function of seed and epoch: a resumed run sees the same batches.
package struct BatchPlan: Sendable {
    let durations: [Double]
    /// How often each utterance comes in an epoch, on average.
    let weights: [Double]
    let seconds: Double
    let utterances: Int
    let seed: UInt64

    package init(durations: [Double], weights: [Double], seconds: Double, utterances: Int, seed: UInt64) {
        self.durations = durations
        self.weights = weights
        self.seconds = seconds
        self.utterances = utterances
        self.seed = seed
    }

    /// Batches of so many epochs together.
    package func batchCount(epochs: Int) -> Int {
        (0..<epochs).reduce(0) { $0 + batches(epoch: $1).count }
    }

    /// The batches of an epoch, each the indices of its utterances.
    package func batches(epoch: Int) -> [[Int]] {
        var random = SplitMix64(seed: seed, key: 0xBA7C, UInt64(epoch))
        // A weight's whole part says how often an utterance comes; its fraction is the chance of once more.
        let drawn = weights.indices.flatMap { index in
            let copies = weights[index].rounded(.down)
            let more = Double.random(in: 0..<1, using: &random) < weights[index] - copies
            return Array(repeating: index, count: Int(copies) + (more ? 1 : 0))
        }
        // Lengths shaken by up to a tenth, so that neighbours change from epoch to epoch.
        let keys = drawn.map { (index: $0, length: durations[$0] * Double.random(in: 0.9...1.1, using: &random)) }
        var batches: [[Int]] = []
        var current: [Int] = []
        var filled = 0.0
        for (index, _) in keys.sorted(by: { ($0.length, $0.index) < ($1.length, $1.index) }) {
            if !current.isEmpty, filled + durations[index] > seconds || current.count == utterances {
                batches.append(current)
                current = []
                filled = 0
            }
            current.append(index)
            filled += durations[index]
        }
        if !current.isEmpty { batches.append(current) }
        return epoch == 0 ? batches : batches.shuffled(using: &random)
    }
}
