/// What a side says when it is ready.
struct Hello: Codable {
    /// What it is, with its version.
    let name: String
    /// See ``Workload/check()``; empty where there is nothing to compare.
    let check: [Double]
}
