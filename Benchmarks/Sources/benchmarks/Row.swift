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
    var ratio: Double? { rival.map { $0.median(\.wall) / ours.median(\.wall) } }

    /// The same by processor time.
    var cpuRatio: Double? { rival.map { $0.median(\.cpu) / ours.median(\.cpu) } }

    private enum CodingKeys: CodingKey { case title, cores, ours, rival, ratio, cpuRatio, goal, note }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(title, forKey: .title)
        try values.encode(cores, forKey: .cores)
        try values.encode(ours, forKey: .ours)
        try values.encodeIfPresent(rival, forKey: .rival)
        try values.encodeIfPresent(ratio, forKey: .ratio)
        try values.encodeIfPresent(cpuRatio, forKey: .cpuRatio)
        try values.encodeIfPresent(goal, forKey: .goal)
        try values.encode(note, forKey: .note)
    }
}
