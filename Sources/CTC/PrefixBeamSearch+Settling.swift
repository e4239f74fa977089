extension PrefixBeamSearch.State {
    /// Settles the labels that all prefixes of the beam begin with, but the last of these, whose frame may still move.
    ///
    /// Their frames are those of the best path. As many labels are settled as keep every path's next label behind them
    /// in time, so that frames go on increasing whichever prefix wins. The search itself is not touched: its results are
    /// those of a search that settles nothing, but for the frames of labels on which paths disagree.
    mutating func settle() {
        guard let best = beam.max(by: { $0.total < $1.total }) else { return }
        let common = beam.reduce(best.node) { trie.commonAncestor($0, $1.node) }
        guard common != PrefixTrie.root else { return }
        let labels = trie.labels(of: trie.parent(of: common))
        let bestFrames = alignments.frames(of: best.bestPath)
        let paths = beam.flatMap { [$0.blankPath, $0.nonBlankPath] }.filter { $0.score > -.infinity }
            .map { alignments.frames(of: $0) }
        guard
            let count = (1..<labels.count + 1).last(where: { count in
                paths.allSatisfy { $0[count] > bestFrames[count - 1] }
            })
        else { return }

        settledLabels += labels.prefix(count)
        settledFrames += bestFrames.prefix(count)
        var (newTrie, newAlignments) = (PrefixTrie(), AlignmentStore())
        func shortened(_ path: BestPath) -> BestPath {
            guard path.score > -.infinity else { return .none }
            var path = path
            path.alignment = newAlignments.list(of: alignments.frames(of: path).dropFirst(count).dropLast())
            return path
        }
        for slot in beam.indices {
            beam[slot].node = trie.labels(of: beam[slot].node).dropFirst(count).reduce(PrefixTrie.root) {
                newTrie.child(of: $0, label: $1)
            }
            beam[slot].blankPath = shortened(beam[slot].blankPath)
            beam[slot].nonBlankPath = shortened(beam[slot].nonBlankPath)
        }
        (trie, alignments) = (newTrie, newAlignments)
        slots = Array(repeating: -1, count: trie.count)
        for (slot, prefix) in beam.enumerated() { slots[prefix.node] = Int32(slot) }
    }
}
