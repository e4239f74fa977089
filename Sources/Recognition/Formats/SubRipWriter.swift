/// SubRip's subtitles: numbers from 1, `HH:MM:SS,mmm --> HH:MM:SS,mmm`, the lines, an empty line.
struct SubRipWriter: TranscriptWriter {
    private var cues = TimeOrdered<Cue>()
    private var count = 0

    mutating func text(of passages: [Passage], before limit: Double) -> String {
        for passage in passages {
            let label = passage.channel.map { "\(Passage.label(channel: $0)):" }
            for cue in passage.transcript.cues(label: label) { cues.add(cue, at: cue.start) }
        }
        return cues.take(before: limit).map { cue in
            count += 1
            return "\(count)\n\(cue.start.clock(",")) --> \(cue.end.clock(","))\n"
                + cue.lines.joined(separator: "\n") + "\n\n"
        }.joined()
    }
}
