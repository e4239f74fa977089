import Recurrent

/// The range in which an error rate would lie with other utterances of the same kind.
///
/// Utterances are drawn with replacement, as many as there are, and the rate of each such set is taken; the interval
/// holds the middle 95 % of the rates. The draws depend on the seed only.
///
/// Bisani, Ney: "Bootstrap estimates for confidence intervals in ASR performance evaluation", ICASSP 2004.
struct Bootstrap: Sendable {
    /// The sets drawn. Default 1000, as in the paper: the ends are then good to about a tenth of the interval's width.
    var rounds = 1000
    /// Where the draws begin. Any value will do; the default is fixed so that a report can be made again.
    var seed: UInt64 = 1

    /// Returns the 2.5th and 97.5th percentile of the rate; 0...0 for no utterances.
    ///
    /// - Complexity: O(rounds · utterances).
    func interval(_ counts: [ErrorCounts]) -> ClosedRange<Double> {
        guard !counts.isEmpty else { return 0...0 }
        let utterances = counts.map { (errors: $0.errors, length: $0.referenceLength) }
        var generator = SplitMix64(seed: seed)
        let rates = (0..<rounds).map { _ in
            var (errors, length) = (0, 0)
            for _ in utterances {
                let drawn = utterances[Int.random(in: utterances.indices, using: &generator)]
                errors += drawn.errors
                length += drawn.length
            }
            return Double(errors) / Double(max(1, length))
        }.sorted()
        return rates[rounds * 25 / 1000]...rates[(rounds * 975 / 1000) - 1]
    }
}
