import Recurrent

/// Which utterances go together, epoch by epoch: clips of like length share a batch, and batches come in random order.
///
/// The first epoch goes from short to long (SortaGrad, Amodei et al. 2016), which carries CTC over its first steps.
/// A plan is a function of seed and epoch: a resumed run sees the same batches.
struct BatchPlan: Sendable {
    let durations: [Double]
    let seconds: Double
    let utterances: Int
    let seed: UInt64

    /// The batches of an epoch, each the indices of its utterances.
    func batches(epoch: Int) -> [[Int]] {
        var random = SplitMix64(seed: seed, key: 0xBA7C, UInt64(epoch))
        // Lengths shaken by up to a tenth, so that neighbours change from epoch to epoch.
        let keys = durations.map { $0 * Double.random(in: 0.9...1.1, using: &random) }
        var batches: [[Int]] = []
        var current: [Int] = []
        var filled = 0.0
        for index in durations.indices.sorted(by: { (keys[$0], $0) < (keys[$1], $1) }) {
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
