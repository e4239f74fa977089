/// Why a benchmark has no result.
enum BenchmarkError: Error, CustomStringConvertible {
    case silent(command: String)
    case disagreement(pair: String, ours: [Double], rival: String, theirs: [Double])
    case failed(command: String, status: Int32)
    case unreadable(path: String, expected: String)

    var description: String {
        switch self {
        case .silent(let command):
            "a side stopped without an answer; run it by hand to see why: \(command)"
        case .disagreement(let pair, let ours, let rival, let theirs):
            "\(pair): we compute \(ours) and \(rival) \(theirs): the two do not do the same work, so their times say nothing"
        case .failed(let command, let status):
            "exit code \(status) from: \(command)"
        case .unreadable(let path, let expected):
            "\(path) does not hold \(expected)"
        }
    }
}
