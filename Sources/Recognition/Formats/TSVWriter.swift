/// A table of subtitles as Whisper writes it: start and end in whole milliseconds, text. Where channels are kept apart, a
/// fourth column has the channel's number.
struct TSVWriter: TranscriptWriter {
    private let hasChannels: Bool
    private var rows = TimeOrdered<String>()

    init(hasChannels: Bool) {
        self.hasChannels = hasChannels
    }

    var header: String { "start\tend\ttext\(hasChannels ? "\tchannel" : "")\n" }

    mutating func text(of passages: [Passage], before limit: Double) -> String {
        for passage in passages {
            let channel = passage.channel.map { "\t\($0)" } ?? ""
            for cue in passage.transcript.cues() {
                let text = cue.lines.joined(separator: " ").replacing("\t", with: " ")
                rows.add("\(cue.start)\t\(cue.end)\t\(text)\(channel)\n", at: cue.start)
            }
        }
        return rows.take(before: limit).joined()
    }
}
