/// The scores of the best paths from the first frame to every later one, by how many labels of a text they have spelled.
struct AlignmentTrellis {
    private let labels: [Int]
    private let logProbabilities: LogProbabilities
    /// By position: 0, or minus infinity where the label equals the one before and a blank must part them.
    private let penalties: [Double]

    init(labels: [Int], logProbabilities: LogProbabilities) {
        self.labels = labels
        self.logProbabilities = logProbabilities
        penalties = [0] + zip([Alphabet.blank] + labels, labels).map { $0 == $1 ? -.infinity : 0 }
    }

    /// The frames of each label on the best path that spells all of them, and its log-probability; nil where there is
    /// none.
    func bestPath(checkpointInterval interval: Int) -> (runs: [Range<Int>], score: Double)? {
        let frames = logProbabilities.frames
        var row = Row(labels: labels.count)
        var checkpoints: [Row] = []
        for start in stride(from: 0, to: frames, by: interval) {
            checkpoints.append(row)
            for frame in start..<min(start + interval, frames) {
                advance(&row, frame: frame, positions: positions(at: frame, before: frames, to: labels.count))
            }
        }
        var place = Place(position: labels.count, isBlank: row.blank[labels.count] >= row.nonBlank[labels.count])
        let score = row[place]
        guard score > -.infinity else { return nil }

        var runs = [Range<Int>](repeating: 0..<0, count: labels.count)
        for (index, checkpoint) in checkpoints.enumerated().reversed() {
            let block = index * interval..<min((index + 1) * interval, frames)
            let rows = rows(of: block, from: checkpoint, to: place.position)
            for frame in block.reversed() {
                if !place.isBlank {
                    let run = runs[place.position - 1]
                    runs[place.position - 1] = frame..<(run.isEmpty ? frame + 1 : run.upperBound)
                }
                place = predecessor(of: place, in: rows[frame - block.lowerBound])
            }
        }
        return (runs, score)
    }

    /// The scores before each frame of a block, of the positions from which a path can reach one at the block's end.
    private func rows(of block: Range<Int>, from checkpoint: Row, to position: Int) -> [Row] {
        var row = checkpoint.part(max(0, position - block.count)...position)
        return block.map { frame in
            defer {
                advance(&row, frame: frame, positions: positions(at: frame, before: block.upperBound, to: position))
            }
            return row
        }
    }

    /// The positions behind a frame from which a path, one label a frame at most, can reach one before another frame.
    private func positions(at frame: Int, before end: Int, to position: Int) -> ClosedRange<Int> {
        max(0, position - (end - 1 - frame))...position
    }

    /// Where the best path to a place was one frame before.
    private func predecessor(of place: Place, in row: Row) -> Place {
        let staying = Place(position: place.position, isBlank: false)
        if place.isBlank {
            let blank = Place(position: place.position, isBlank: true)
            return row[staying] > row[blank] ? staying : blank
        }
        let blank = Place(position: place.position - 1, isBlank: true)
        let label = Place(position: place.position - 1, isBlank: false)
        let skipping = row[label] + penalties[place.position]
        if row[staying] >= max(row[blank], skipping) { return staying }
        return row[blank] >= skipping ? blank : label
    }

    /// Takes a row over a frame, at some positions; those before the first must be right one frame earlier, or be of no
    /// use to any path that counts.
    private func advance(_ row: inout Row, frame: Int, positions: ClosedRange<Int>) {
        advance(&row.blank, &row.nonBlank, offset: row.first, frame: frame, positions: positions)
    }

    /// - Parameter offset: the position of the first cells.
    private func advance(
        _ blanks: inout [Double], _ nonBlanks: inout [Double], offset: Int, frame: Int, positions: ClosedRange<Int>
    ) {
        let count = logProbabilities.labels
        let outputs = logProbabilities.values.span.extracting(frame * count..<(frame + 1) * count)
        let blankOutput = Double(outputs[Alphabet.blank])
        let first = positions.lowerBound - offset
        let last = min(positions.upperBound, frame + 1) - offset
        let (labels, penalties) = (labels.span, penalties.span)
        var blank = blanks.mutableSpan
        var nonBlank = nonBlanks.mutableSpan
        precondition(last < blank.count && last < nonBlank.count && last + offset < penalties.count)
        // Downwards, so that what each cell is made of is still the earlier frame's.
        for index in stride(from: last, to: max(first, 1) - 1, by: -1) {
            let (lasting, staying) = (blank[unchecked: index], nonBlank[unchecked: index])
            let waiting = blank[unchecked: index - 1]
            let skipping = nonBlank[unchecked: index - 1] + penalties[unchecked: index + offset]
            let entering = skipping > waiting ? skipping : waiting
            let output = Double(outputs[labels[unchecked: index + offset - 1]])
            blank[unchecked: index] = (staying > lasting ? staying : lasting) + blankOutput
            nonBlank[unchecked: index] = (staying > entering ? staying : entering) + output
        }
        // Nothing is spelled yet: there is no label to be in.
        if first == 0 { blank[0] += blankOutput }
    }
}

extension AlignmentTrellis {
    /// How many labels a path has spelled, and whether it is in a blank behind them or still in the last.
    private struct Place {
        var position: Int
        var isBlank: Bool
    }

    /// The log-probabilities of the best paths to one frame, by position.
    private struct Row {
        /// Of the paths that end in a blank.
        var blank: [Double]
        /// Of those that end in their last label.
        var nonBlank: [Double]
        /// The position of the first cell.
        let first: Int

        /// Before the first frame: nothing is spelled.
        init(labels: Int) {
            blank = [0] + Array(repeating: -.infinity, count: labels)
            nonBlank = Array(repeating: -.infinity, count: labels + 1)
            first = 0
        }

        private init(blank: [Double], nonBlank: [Double], first: Int) {
            (self.blank, self.nonBlank, self.first) = (blank, nonBlank, first)
        }

        /// The cells of some positions.
        func part(_ positions: ClosedRange<Int>) -> Row {
            Row(blank: Array(blank[positions]), nonBlank: Array(nonBlank[positions]), first: positions.lowerBound)
        }

        subscript(place: Place) -> Double {
            place.isBlank ? blank[place.position - first] : nonBlank[place.position - first]
        }
    }
}
