/// WebVTT's subtitles. Where channels are kept apart, each cue is in its channel's voice, `<v Channel 1>`.
struct WebVTTWriter: TranscriptWriter {
    private var cues = TimeOrdered<(cue: Cue, channel: Int?)>()

    var header: String { "WEBVTT\n\n" }

    mutating func text(of passages: [Passage], before limit: Double) -> String {
        for passage in passages {
            for cue in passage.transcript.cues() { cues.add((cue, passage.channel), at: cue.start) }
        }
        return cues.take(before: limit).map { cue, channel in
            let voice = channel.map { "<v \(Passage.label(channel: $0))>" } ?? ""
            return "\(cue.start.clock(".")) --> \(cue.end.clock("."))\n"
                + voice + cue.lines.map(Self.escaped).joined(separator: "\n") + "\n\n"
        }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
