import Foundation

/// Arrays of 32-bit floats on disk, as they lie in memory: what both sides of a pair read.
enum Floats {
    static func write(_ values: [Float], to url: URL) throws {
        try values.withUnsafeBytes { Data($0) }.write(to: url)
    }

    static func read(_ url: URL, count: Int) throws -> [Float] {
        let data = try Data(contentsOf: url)
        guard data.count == count * MemoryLayout<Float>.stride else {
            throw BenchmarkError.unreadable(path: url.path, expected: "\(count) floats")
        }
        return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }
}
