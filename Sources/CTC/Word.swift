/// A word of a hypothesis with its place in time.
public struct Word: Sendable, Equatable {
    /// The word as the alphabet spells it.
    public var text: String
    /// The frame of the word's first label.
    public var startFrame: Int
    /// The frame after the word's last; greater than `startFrame`, never beyond the next word's start.
    public var endFrame: Int
    /// What tells how sure it is.
    public var evidence: WordEvidence

    public init(text: String, startFrame: Int, endFrame: Int, evidence: WordEvidence) {
        self.text = text
        self.startFrame = startFrame
        self.endFrame = endFrame
        self.evidence = evidence
    }
}

extension Hypothesis {
    /// Returns the words: what stands between word separators. A label that begins with a space, as pieces of words
    /// do, begins a word.
    ///
    /// A word lasts until its last label is no longer the most probable one.
    ///
    /// - Parameters:
    ///   - logProbabilities: what the hypothesis was decoded from.
    ///   - alphabet: whose labels these are.
    /// - Complexity: O(U + T · K).
    public func words(in logProbabilities: LogProbabilities, alphabet: Alphabet) -> [Word] {
        var words: [Word] = []
        var pieces: [Int] = []  // Positions in `labels` of the word at hand.

        func finishWord(before limit: Int) {
            guard let first = pieces.first, let last = pieces.last else { return }
            let peaks = pieces.map { logProbabilities[frames[$0], labels[$0]] }
            var end = frames[last] + 1
            while end < limit, logProbabilities.best(inFrame: end) == labels[last] { end += 1 }
            words.append(
                Word(
                    text: alphabet.decode(pieces.lazy.map { labels[$0] }),
                    startFrame: frames[first], endFrame: end,
                    evidence: WordEvidence(
                        meanLogProbability: peaks.reduce(0, +) / Float(peaks.count),
                        leastLogProbability: peaks.reduce(0, min),
                        entropy: logProbabilities.entropy(of: frames[first]..<end), labels: peaks.count,
                        frames: end - frames[first])))
            pieces.removeAll(keepingCapacity: true)
        }

        for (position, label) in labels.enumerated() {
            if alphabet.labels[label].hasPrefix(" ") { finishWord(before: frames[position]) }
            if label != alphabet.wordSeparator { pieces.append(position) }
        }
        finishWord(before: logProbabilities.frames)
        return words
    }
}
