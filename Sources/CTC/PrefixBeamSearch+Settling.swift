extension PrefixBeamSearch.State {
    /// Settles the labels that all prefixes of the beam begin with, but the last of these, whose frame may still move.
    ///
    /// Their frames are those of the best path. As many labels are settled as keep every path's next label behind them
    /// in time, so that frames go on increasing whichever prefix wins. The search itself is not touched: its results are
    /// those of a search that settles nothing, but for the frames of labels on which paths disagree. Prefixes that are
    /// no longer in the beam are forgotten.
    mutating func settle() {
        guard let best = beam.max(by: { score(of: $0) < score(of: $1) }) else { return }
        let bestFrames = alignments.frames(of: best.bestPath)
        let paths = beam.flatMap { [$0.blankPath, $0.nonBlankPath] }.filter { $0.score > -.infinity }
            .map { alignments.frames(of: $0) }
        let common = beam.reduce(best.node) { trie.commonAncestor($0, $1.node) }
        let labels = trie.labels(of: common)
        let count =
            (1..<max(1, labels.count)).last { count in paths.allSatisfy { $0[count] > bestFrames[count - 1] } } ?? 0
        settledLabels += labels.prefix(count)
        settledFrames += bestFrames.prefix(count)

        let root = (count..<labels.count).reduce(common) { node, _ in trie.parent(of: node) }
        let kept = trie.keep(beam.map(\.node), root: root)
        weights.keep(kept)
        var numbers: [Int: Int] = [:]
        for (number, node) in kept.enumerated() { numbers[node] = number }
        var newAlignments = AlignmentStore()
        func shortened(_ path: BestPath) -> BestPath {
            guard path.score > -.infinity else { return .none }
            var path = path
            path.alignment = newAlignments.list(of: alignments.frames(of: path).dropFirst(count).dropLast())
            return path
        }
        for slot in beam.indices {
            beam[slot].node = numbers[beam[slot].node, default: PrefixTrie.root]
            beam[slot].blankPath = shortened(beam[slot].blankPath)
            beam[slot].nonBlankPath = shortened(beam[slot].nonBlankPath)
        }
        alignments = newAlignments
        slots = Array(repeating: -1, count: trie.count)
        for (slot, prefix) in beam.enumerated() { slots[prefix.node] = Int32(slot) }
    }
}
