import Foundation

/// What a timing depends on besides the code.
struct Machine: Encodable, CustomStringConvertible {
    let processor: String
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let date = Date()
    /// The load average of the last minute before the first round: other processes that may have been in the way.
    let loadBefore = Machine.load()
    /// The same after the last round: our own threads, and others.
    var loadAfter: Double?

    init() {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        func value(_ key: String) -> String? {
            lines.first { $0.hasPrefix(key) }?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
        }
        let vectors = value("flags")?.contains("avx512f") == true ? ", AVX-512" : ""
        processor = "\(value("model name") ?? "unknown processor"), family \(value("cpu family") ?? "?")\(vectors)"
    }

    static func load() -> Double {
        var load = 0.0
        return getloadavg(&load, 1) == 1 ? load : .nan
    }

    var description: String {
        "\(processor), \(cores) cores; load average \(loadBefore.formatted(.number.precision(.fractionLength(2))))"
    }
}
