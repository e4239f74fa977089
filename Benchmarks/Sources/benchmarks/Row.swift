/// One line of the table: our time and a rival's for the same work.
struct Row: Encodable {
    let title: String
    let cores: Int
    let ours: Timing
    /// Nil where nothing is compared.
    var rival: Timing?
    /// How many times as fast as the rival we want to be.
    var goal: Double?
    var note = ""

    /// How many times as fast as the rival we are.
    var ratio: Double? { rival.map { $0.median / ours.median } }

    private enum CodingKeys: CodingKey { case title, cores, ours, rival, ratio, goal, note }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(title, forKey: .title)
        try values.encode(cores, forKey: .cores)
        try values.encode(ours, forKey: .ours)
        try values.encodeIfPresent(rival, forKey: .rival)
        try values.encodeIfPresent(ratio, forKey: .ratio)
        try values.encodeIfPresent(goal, forKey: .goal)
        try values.encode(note, forKey: .note)
    }
}

/// The seconds that one side took in each round.
struct Timing: Encodable {
    let name: String
    let seconds: [Double]

    var median: Double {
        let sorted = seconds.sorted()
        let half = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
    }

    /// The median and, of several rounds, the least and the most.
    var text: String {
        guard let least = seconds.min(), let most = seconds.max(), seconds.count > 1 else { return scaled(median) }
        return "\(scaled(median)) (\(scaled(least)) – \(scaled(most)))"
    }

    private func scaled(_ seconds: Double) -> String {
        seconds < 0.1 ? Report.number(seconds * 1000) + " ms" : Report.number(seconds) + " s"
    }
}
