extension PrefixBeamSearch {
    /// A search under way. It can be fed an utterance in pieces: the result is that of the whole.
    ///
    /// The labels that all prefixes of the beam begin with are settled from time to time: nothing can change them any
    /// more, and the tree forgets what lies behind them. Memory then grows by two integers a label.
    public struct State: Sendable {
        private let options: Options
        private let settlingInterval: Int
        var trie = PrefixTrie()
        var weights: PrefixWeights
        var alignments = AlignmentStore()
        var beam = [Prefix.empty]

        /// The frames seen so far.
        public private(set) var frames = 0
        /// The labels that every further hypothesis begins with, and their frames.
        public internal(set) var settledLabels: [Int] = []
        public internal(set) var settledFrames: [Int] = []

        // Buffers that every frame uses again.
        private var staying: [Prefix] = []
        private var next: [Prefix] = []
        private var candidates: [Candidate] = []
        private var scores: [Double] = []
        private var bestByFuture = FutureTable()
        /// By node: its slot in the beam, or −1.
        var slots: [Int32] = [0]
        /// The labels that extend prefixes in this frame.
        private var tried: [Int] = []
        /// By label: its position in `tried`, or −1.
        private var triedPositions: [Int] = []
        /// By label: the most that it can add to a prefix's weight.
        private var gains: [Double] = []
        /// By slot and position in `tried`: whether the extension is in the beam already.
        private var isInBeam: [Bool] = []

        /// A search that has seen nothing: its only hypothesis is the empty one.
        public init(options: Options = Options()) {
            self.init(options: options, settlingInterval: 64)
        }

        /// - Parameter settlingInterval: frames from one settling to the next; it costs about as much as two frames.
        package init(options: Options, settlingInterval: Int) {
            precondition(options.beamWidth > 0 && options.nbest > 0, "the beam width and nbest must be positive")
            precondition(options.wordSeparator != Alphabet.blank, "the blank separates no words")
            self.options = options
            self.settlingInterval = settlingInterval
            weights = PrefixWeights(options.scorers)
        }

        /// Goes on with the frames that follow those already seen; of as many labels as the offsets are for, if any.
        public mutating func advance(_ logProbabilities: LogProbabilities) {
            let labels = logProbabilities.labels
            precondition(
                options.pairOffsets.isEmpty || options.pairOffsets.count == labels * labels, "an offset for each pair")
            triedPositions = Array(repeating: -1, count: labels)
            gains = (0..<labels).map(weights.maximumGain)
            let offsetValues = logProbabilities.values(addingToLabels: options.labelOffsets)
            let values = offsetValues.span
            for frame in 0..<logProbabilities.frames {
                step(values.extracting(frame * labels..<(frame + 1) * labels))
                frames += 1
                // By the number of frames, so that the result does not depend on the pieces.
                if frames.isMultiple(of: settlingInterval) { settle() }
            }
        }

        /// Returns the best readings of all frames so far, the best first; fewer than `count` if the beam holds fewer.
        ///
        /// - Parameter hasEnded: whether the utterance ends here, and its last word with it.
        public func hypotheses(_ count: Int, hasEnded: Bool = true) -> [Hypothesis] {
            let readings = hasEnded ? readingsAtEnd() : beam.map { Reading($0) }
            let best = weights.best(count, of: readings.map { ($0.node, $0.total) }, hasEnded: hasEnded)
            return best.map { index, score in
                let labels = trie.labels(of: readings[index].node)
                return Hypothesis(
                    labels: settledLabels + labels,
                    // A separator at the end has a frame, but is no label of the reading.
                    frames: settledFrames + alignments.frames(of: readings[index].path).prefix(labels.count),
                    logProbability: Float(readings[index].total), score: Float(score))
            }
        }

        /// What a prefix of the beam spells.
        private struct Reading {
            /// The labels' node.
            var node: Int
            var total: Double
            /// The best path that spells it.
            var path: BestPath

            init(_ prefix: Prefix) { (node, total, path) = (prefix.node, prefix.total, prefix.bestPath) }
        }

        /// What the prefixes of the beam spell as whole utterances: with a separator at the end the same as without.
        private func readingsAtEnd() -> [Reading] {
            var readings: [Reading] = []
            var places: [Int: Int] = [:]
            for prefix in beam {
                var reading = Reading(prefix)
                let parent = trie.parent(of: prefix.node)
                if prefix.label == options.wordSeparator, parent >= 0 {
                    reading.node = parent
                } else if let separator = options.wordSeparator, !prefix.isEmpty {
                    reading.total += pairOffset(of: prefix, followedBy: separator)
                }
                if let place = places[reading.node] {
                    if reading.path.score > readings[place].path.score { readings[place].path = reading.path }
                    readings[place].total = logSum(readings[place].total, reading.total)
                } else {
                    places[reading.node] = readings.count
                    readings.append(reading)
                }
            }
            return readings
        }

        /// Whether a word separator changes nothing behind a prefix.
        private func absorbsSeparator(_ prefix: Prefix) -> Bool {
            options.wordSeparator != nil && (prefix.isEmpty || prefix.label == options.wordSeparator)
        }

        /// What the prefixes of the beam are ranked by.
        func score(of prefix: Prefix) -> Double { prefix.total + weights[prefix.node] }
    }
}

/// A prefix that the next beam may hold: one of the present beam as it is, or followed by a label.
private struct Candidate: Sendable {
    /// What candidates are ranked by: the log-probability of the prefix, and its weight.
    var score: Double
    /// The prefix in the present beam.
    var slot: Int
    /// The label that follows it; the blank if none does.
    var label: Int
    /// The node of what they make.
    var node: Int
}

// MARK: - One frame

extension PrefixBeamSearch.State {
    private mutating func step(_ row: Span<Float>) {
        chooseLabels(row)
        candidates.removeAll(keepingCapacity: true)
        collectStaying(row)
        collectExtended(row)
        // The prefixes of the beam differ in their futures as they are.
        if options.nbest == 1, !weights.isEmpty, !tried.isEmpty { recombine() }
        let (cutoff, ties) = cutoff()
        buildBeam(row, cutoff: cutoff, ties: ties)
    }

    /// Finds the labels worth trying.
    private mutating func chooseLabels(_ row: Span<Float>) {
        for label in tried { triedPositions[label] = -1 }
        tried.removeAll(keepingCapacity: true)
        var best = -Float.infinity
        for label in row.indices { best = max(best, row[label]) }
        let minimum = best + options.labelMinimum
        for label in row.indices where label != Alphabet.blank && row[label] >= minimum {
            triedPositions[label] = tried.count
            tried.append(label)
        }
    }

    /// Lets each prefix of the beam stay as it is: by a blank, by its last label again, and by that label after its
    /// parent; one that ends in the word separator, or is empty, also by a separator after a blank.
    private mutating func collectStaying(_ row: Span<Float>) {
        staying.removeAll(keepingCapacity: true)
        isInBeam.removeAll(keepingCapacity: true)
        isInBeam.append(contentsOf: repeatElement(false, count: beam.count * tried.count))
        let blank = Double(row[Alphabet.blank])
        for slot in beam.indices {
            var prefix = beam[slot]
            if absorbsSeparator(prefix) {
                // Again after a blank is no other separator.
                prefix.nonBlank = prefix.total
                prefix.nonBlankPath = prefix.bestPath
            }
            let last = Double(row[lastLabel(of: prefix)])
            prefix.blankPath = prefix.bestPath
            prefix.blankPath.score += blank
            prefix.blank = prefix.total + blank
            prefix.nonBlank += last
            prefix.nonBlankPath.score += last
            if !prefix.isEmpty, row[prefix.label] > prefix.nonBlankPath.peak {
                prefix.nonBlankPath.peak = row[prefix.label]
                prefix.nonBlankPath.peakFrame = Int32(frames)
            }

            if prefix.node != PrefixTrie.root, triedPositions[prefix.label] >= 0 {
                let parent = Int(slots[trie.parent(of: prefix.node)])
                if parent >= 0 {
                    isInBeam[parent * tried.count + triedPositions[prefix.label]] = true
                    prefix.nonBlank = logSum(prefix.nonBlank, total(of: beam[parent], followedBy: prefix.label, row))
                    let path = beam[parent].bestPath(before: prefix.label)
                    if path.score + last > prefix.nonBlankPath.score {
                        prefix.nonBlankPath = entering(path, row[prefix.label])
                    }
                }
            }
            prefix.total = logSum(prefix.blank, prefix.nonBlank)
            staying.append(prefix)
            candidates.append(
                Candidate(score: score(of: prefix), slot: slot, label: Alphabet.blank, node: prefix.node))
        }
    }

    /// Lets each prefix be followed by each label tried, unless that is in the beam, too, and so has been counted, or
    /// cannot survive whatever the scorers say.
    private mutating func collectExtended(_ row: Span<Float>) {
        if tried.isEmpty { return }
        let floor = survivalFloor()
        for slot in beam.indices {
            let weight = weights[beam[slot].node]
            let ignored = absorbsSeparator(beam[slot]) ? options.wordSeparator : nil
            for (position, label) in tried.enumerated()
            where label != ignored && !isInBeam[slot * tried.count + position] {
                let total = total(of: beam[slot], followedBy: label, row)
                guard total > -.infinity, total + weight + gains[label] >= floor else { continue }
                let node = node(of: beam[slot].node, followedBy: label)
                candidates.append(Candidate(score: total + weights[node], slot: slot, label: label, node: node))
            }
        }
    }

    /// A score below which no candidate survives, as the prefixes that stay tell before others are weighed.
    private func survivalFloor() -> Double {
        var (least, best) = (Double.infinity, -Double.infinity)
        for candidate in candidates {
            least = min(least, candidate.score)
            best = max(best, candidate.score)
        }
        let threshold = best + Double(options.pruneThreshold)
        return candidates.count >= options.beamWidth ? max(least, threshold) : threshold
    }

    /// The node of a prefix followed by a label, which is weighed if it is new.
    private mutating func node(of parent: Int, followedBy label: Int) -> Int {
        let child = trie.child(of: parent, label: label)
        if child == slots.count {
            slots.append(-1)
            weights.append(parent: parent, label: label)
        }
        return child
    }

    /// Of prefixes whose futures weigh the same only the best can win; the others leave the beam to those that differ.
    private mutating func recombine() {
        bestByFuture.removeAll(capacity: candidates.count)
        var kept = 0
        for candidate in candidates {
            if let place = bestByFuture.place(of: weights.future(of: candidate.node), otherwise: kept) {
                if candidate.score > candidates[place].score { candidates[place] = candidate }
            } else {
                candidates[kept] = candidate
                kept += 1
            }
        }
        candidates.removeSubrange(kept...)
    }

    /// Returns the score above which candidates survive, and how many survive of those that equal it.
    private mutating func cutoff() -> (score: Double, ties: Int) {
        var best = -Double.infinity
        for candidate in candidates { best = max(best, candidate.score) }
        let threshold = best + Double(options.pruneThreshold)
        scores.removeAll(keepingCapacity: true)
        for candidate in candidates where candidate.score >= threshold { scores.append(candidate.score) }
        guard scores.count > options.beamWidth else { return (threshold, options.beamWidth) }
        let cutoff = scores.select(rank: options.beamWidth - 1)
        return (cutoff, options.beamWidth - scores.count { $0 > cutoff })
    }

    /// Makes the next beam from the candidates that survive.
    private mutating func buildBeam(_ row: Span<Float>, cutoff: Double, ties: Int) {
        for prefix in beam { slots[prefix.node] = -1 }
        next.removeAll(keepingCapacity: true)
        var ties = ties
        for candidate in candidates where candidate.score >= cutoff {
            if candidate.score == cutoff {
                if ties == 0 { continue }
                ties -= 1
            }
            if candidate.label == Alphabet.blank {
                next.append(staying[candidate.slot])
            } else {
                let path = beam[candidate.slot].bestPath(before: candidate.label)
                let score = total(of: beam[candidate.slot], followedBy: candidate.label, row)
                next.append(
                    Prefix(
                        node: candidate.node, label: candidate.label, blank: -.infinity, nonBlank: score, total: score,
                        blankPath: .none, nonBlankPath: entering(path, row[candidate.label])))
            }
        }
        for (slot, prefix) in next.enumerated() { slots[prefix.node] = Int32(slot) }
        swap(&beam, &next)
    }

    /// The log-probability of the paths that spell a prefix and enter a label behind it in this frame.
    private func total(of prefix: Prefix, followedBy label: Int, _ row: Span<Float>) -> Double {
        prefix.total(before: label) + Double(row[label]) + pairOffset(of: prefix, followedBy: label)
    }

    /// What is added where a label follows a prefix.
    private func pairOffset(of prefix: Prefix, followedBy label: Int) -> Double {
        options.pairOffsets.isEmpty ? 0 : Double(options.pairOffsets[lastLabel(of: prefix) * gains.count + label])
    }

    /// The last label of a prefix; of the empty one the word separator, or else the blank.
    private func lastLabel(of prefix: Prefix) -> Int {
        prefix.isEmpty ? options.wordSeparator ?? prefix.label : prefix.label
    }

    /// The path that goes on with a new label in this frame.
    private mutating func entering(_ path: BestPath, _ logProbability: Float) -> BestPath {
        BestPath(
            score: path.score + Double(logProbability), alignment: alignments.list(of: path),
            peakFrame: Int32(frames), peak: logProbability)
    }
}

extension Array where Element == Double {
    /// Returns the element of a rank in descending order (0 is the greatest), and reorders the array on the way.
    ///
    /// Hoare's quickselect (1961): O(n) on average.
    fileprivate mutating func select(rank: Int) -> Double {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = self[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while self[left] > pivot { left += 1 }
                while self[right] < pivot { right -= 1 }
                if left <= right {
                    swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if rank <= right {
                high = right
            } else if rank >= left {
                low = left
            } else {
                return self[rank]
            }
        }
        return self[rank]
    }
}
