import CTC
import Foundation

/// A small generator with a seed, so that a failing case can be run again (Steele, Lea, Flood: SplitMix, 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func randomLogits(frames: Int, labels: Int, within bound: Float, using generator: inout SeededGenerator) -> [Float] {
    (0..<frames * labels).map { _ in Float.random(in: -bound...bound, using: &generator) }
}

/// The log-probabilities of such logits.
func randomScores(
    frames: Int, labels: Int, within bound: Float, using generator: inout SeededGenerator
) throws -> LogProbabilities {
    try LogProbabilities(
        logits: randomLogits(frames: frames, labels: labels, within: bound, using: &generator), frames: frames,
        labels: labels)
}

func randomLabels(_ count: Int, below labels: Int, using generator: inout SeededGenerator) -> [Int] {
    (0..<count).map { _ in Int.random(in: 1..<labels, using: &generator) }
}

/// What a path spells: repeats merged, blanks removed.
func collapse(_ path: [Int]) -> [Int] {
    zip(path, [0] + path).filter { $0 != 0 && $0 != $1 }.map(\.0)
}

/// Every path of some frames, K^T of them.
func allPaths(frames: Int, labels: Int) -> [[Int]] {
    (0..<frames).reduce([[]]) { paths, _ in paths.flatMap { path in (0..<labels).map { path + [$0] } } }
}

func logProbability(of path: [Int], in logProbabilities: LogProbabilities) -> Double {
    path.enumerated().reduce(0) { $0 + Double(logProbabilities[$1.offset, $1.element]) }
}
