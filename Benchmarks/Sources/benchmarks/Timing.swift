/// What one side took in each round.
struct Timing: Encodable {
    let name: String
    let rounds: [Spent]

    /// The median over the rounds.
    func median(_ time: (Spent) -> Double) -> Double {
        let sorted = rounds.map(time).sorted()
        let half = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
    }

    /// The median wall time and, of several rounds, the least and the most.
    var text: String {
        let walls = rounds.map(\.wall)
        guard let least = walls.min(), let most = walls.max(), walls.count > 1 else { return scaled(median(\.wall)) }
        return "\(scaled(median(\.wall))) (\(scaled(least)) – \(scaled(most)))"
    }

    private func scaled(_ seconds: Double) -> String {
        seconds < 0.1 ? Report.number(seconds * 1000) + " ms" : Report.number(seconds) + " s"
    }
}
