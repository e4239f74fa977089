/// What is shown at a time: one or two lines of text.
public struct Cue: Sendable, Equatable {
    /// Milliseconds from the start of the recording.
    public var start: Int
    /// Greater than `start`.
    public var end: Int
    public var lines: [String]

    public init(start: Int, end: Int, lines: [String]) {
        self.start = start
        self.end = end
        self.lines = lines
    }
}

extension Transcript {
    /// The transcript as subtitles, which follow each other and do not overlap.
    ///
    /// Cues end at pauses. What is too long for one is cut into few, alike in length, and rather where the speaker
    /// hesitates.
    ///
    /// - Parameter label: stands before the first word of each, as the name of who speaks.
    public func cues(_ options: CueOptions = CueOptions(), label: String? = nil) -> [Cue] {
        let cutter = CueCutter(options: options, label: label)
        let groups = phrases(pause: options.pause).flatMap { cutter.pieces(of: Array($0)) }
        let limit = Int(((start + duration) * 1000).rounded(.down))
        let starts = groups.map { max(0, min($0[0].start.milliseconds, limit - 1)) }
        return groups.indices.map { index in
            let start = starts[index]
            let next = index + 1 < starts.count ? starts[index + 1] : limit
            let spoken = (groups[index].last?.end ?? 0).milliseconds - start
            let shown = max(options.minimumDuration.milliseconds, min(spoken, options.maximumDuration.milliseconds))
            return Cue(
                start: start, end: max(start + 1, min(start + shown, next)), lines: cutter.layout(groups[index]))
        }
    }

    /// The words between pauses of at least so many seconds.
    func phrases(pause: Double) -> [ArraySlice<Word>] {
        let breaks = words.indices.dropFirst().filter { words[$0].start - words[$0 - 1].end >= pause }
        return zip([0] + breaks, breaks + [words.count]).map { words[$0..<$1] }.filter { !$0.isEmpty }
    }
}

extension Collection<Transcript.Word> {
    /// The words with spaces between them.
    var text: String { map(\.word).joined(separator: " ") }
}
