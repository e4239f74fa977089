/// NIST's CTM, a line for each word: recording, channel, start, duration, word, confidence.
///
/// sclite wants each recording's channels one after the other, and so they are written.
struct CTMWriter: TranscriptWriter {
    private let recording: String

    /// - Parameter recording: what the recording is called; white space becomes `_`, since it separates the fields.
    init(recording: String) {
        self.recording = String(recording.map { $0.isWhitespace ? "_" : $0 })
    }

    func text(of passages: [Passage], before limit: Double) -> String {
        passages.map { passage in
            let channel = Self.name(ofChannel: passage.channel)
            return passage.transcript.words.map { word in
                CTMLine.text(
                    recording: recording, channel: channel, start: word.start, end: word.end, word: word.word,
                    score: word.confidence) + "\n"
            }.joined()
        }.joined()
    }

    /// A, B, C, … for the channels of a recording, as NIST calls those of a telephone call; beyond Z their number; 1
    /// where there is but one.
    private static func name(ofChannel channel: Int?) -> String {
        guard let channel else { return "1" }
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return letters.indices.contains(channel - 1) ? String(letters[channel - 1]) : "\(channel)"
    }
}
