/// The shortest way from a reference to a hypothesis by substitutions, deletions and insertions (Levenshtein 1966).
///
/// Of several shortest ways it takes the one that jiwer 4 (RapidFuzz) takes, so that the three counts, and not only
/// their sum, equal those of the usual Python tools: from the end backwards a deletion is preferred, then an insertion
/// that makes the rest cheaper, then a match or substitution; equal tokens at either end are matched first.
public struct EditAlignment: Sendable, Equatable {
    /// One step; the numbers are positions in the reference and in the hypothesis.
    public enum Operation: Sendable, Equatable {
        case match(reference: Int, hypothesis: Int)
        case substitution(reference: Int, hypothesis: Int)
        case deletion(reference: Int)
        case insertion(hypothesis: Int)
    }

    /// The steps, in the order of the texts.
    public let operations: [Operation]

    /// Aligns two sequences.
    ///
    /// - Complexity: O(*n* · *m*) in time and bytes, for the lengths without equal beginnings and ends.
    public init<Token: Hashable>(reference: [Token], hypothesis: [Token]) {
        let common = min(reference.count, hypothesis.count)
        let start = (0..<common).first { reference[$0] != hypothesis[$0] } ?? common
        let end =
            (0..<common - start).first {
                reference[reference.count - 1 - $0] != hypothesis[hypothesis.count - 1 - $0]
            } ?? common - start

        var operations: [Operation] = []
        for offset in 0..<end {
            operations.append(
                .match(reference: reference.count - 1 - offset, hypothesis: hypothesis.count - 1 - offset))
        }
        let table = Table(reference[start..<reference.count - end], hypothesis[start..<hypothesis.count - end])
        var (i, j) = (reference.count - end, hypothesis.count - end)
        while i > start || j > start {
            if j == start || (i > start && table.deletes(i - start, j - start)) {
                i -= 1
                operations.append(.deletion(reference: i))
            } else if i == start || (j > start + 1 && table.falls(i - start, j - 1 - start)) {
                j -= 1
                operations.append(.insertion(hypothesis: j))
            } else {
                i -= 1
                j -= 1
                operations.append(
                    reference[i] == hypothesis[j]
                        ? .match(reference: i, hypothesis: j) : .substitution(reference: i, hypothesis: j))
            }
        }
        for position in (0..<start).reversed() { operations.append(.match(reference: position, hypothesis: position)) }
        self.operations = operations.reversed()
    }

    /// How many steps there are of each kind.
    public var counts: ErrorCounts {
        var counts = ErrorCounts()
        for operation in operations {
            switch operation {
            case .match: counts.hits += 1
            case .substitution: counts.substitutions += 1
            case .deletion: counts.deletions += 1
            case .insertion: counts.insertions += 1
            }
        }
        return counts
    }
}

/// For each pair of beginnings of two sequences, how their distance differs from that with one reference token less.
private struct Table {
    private let width: Int
    /// Distance differences +1, 0 or −1, row-major; row i − 1 is for i reference tokens.
    private var steps: [Int8]

    init<Token: Hashable>(_ reference: ArraySlice<Token>, _ hypothesis: ArraySlice<Token>) {
        // Small integers compare faster than strings.
        var ids: [Token: Int] = [:]
        func id(_ token: Token) -> Int {
            if let id = ids[token] { return id }
            ids[token] = ids.count
            return ids.count - 1
        }
        let (reference, hypothesis) = (reference.map(id), hypothesis.map(id))
        width = hypothesis.count + 1
        steps = []
        steps.reserveCapacity(reference.count * width)
        var row = Array(0..<width)
        for token in reference {
            var diagonal = row[0]
            row[0] += 1
            steps.append(1)
            for j in 1..<width {
                let above = row[j]
                row[j] = min(diagonal + (token == hypothesis[j - 1] ? 0 : 1), above + 1, row[j - 1] + 1)
                steps.append(Int8(row[j] - above))
                diagonal = above
            }
        }
    }

    /// Whether the last of i reference tokens costs a deletion beside j hypothesis tokens.
    func deletes(_ i: Int, _ j: Int) -> Bool { steps[(i - 1) * width + j] == 1 }

    /// Whether the last of i reference tokens makes the distance to j hypothesis tokens smaller.
    func falls(_ i: Int, _ j: Int) -> Bool { steps[(i - 1) * width + j] == -1 }
}
