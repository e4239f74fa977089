import Dispatch

/// The different n-grams of one length, sorted, and how often each occurs.
struct CountedNGrams: Sendable {
    private(set) var keys: [NGramKey] = []
    private(set) var counts: [UInt32] = []

    /// Counts keys.
    init(_ occurrences: consuming [NGramKey]) {
        var occurrences = occurrences
        occurrences.sortInParallel()
        for key in occurrences {
            if key == keys.last {
                counts[counts.count - 1] += 1
            } else {
                keys.append(key)
                counts.append(1)
            }
        }
    }

    var count: Int { keys.count }

    /// Where the n-grams with the history of the one at `start` end, and the sum of their counts.
    func group(from start: Int) -> (end: Int, total: Double) {
        let history = keys[start].history
        var (end, total) = (start, 0.0)
        while end < count, keys[end].history == history {
            total += Double(counts[end])
            end += 1
        }
        return (end, total)
    }
}

extension [NGramKey] {
    /// Sorts each half on a thread of its own and merges them.
    fileprivate mutating func sortInParallel() {
        guard count > 1 << 16 else { return sort() }
        let middle = count / 2
        let source = self
        let halves = [source[..<middle], source[middle...]]
        self = []
        let sorted = [Sorted(), Sorted()]
        DispatchQueue.concurrentPerform(iterations: 2) { sorted[$0].keys = halves[$0].sorted() }
        let (first, second) = (sorted[0].keys, sorted[1].keys)
        reserveCapacity(first.count + second.count)
        var (i, j) = (0, 0)
        while i < first.count, j < second.count {
            if first[i] <= second[j] {
                append(first[i])
                i += 1
            } else {
                append(second[j])
                j += 1
            }
        }
        append(contentsOf: first[i...])
        append(contentsOf: second[j...])
    }

    /// What one thread has sorted; no other touches it before all are done.
    private final class Sorted: @unchecked Sendable {
        var keys: [NGramKey] = []
    }
}
