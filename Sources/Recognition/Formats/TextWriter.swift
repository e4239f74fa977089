/// Plain text: a line for each passage. Where channels are kept apart, a line for each turn: what one says until another
/// begins to speak, in order of time.
struct TextWriter: TranscriptWriter {
    private let prefix: String
    private let isNumbered: Bool

    init(_ context: TranscriptFormat.Context) {
        prefix = context.isOneOfSeveral ? "\(context.file)\t" : ""
        isNumbered = context.readings > 1
    }

    func text(of passages: [Passage], before limit: Double) -> String {
        let lines = isNumbered ? passages.flatMap(numbered) : turns(of: passages)
        return lines.map { "\(prefix)\($0)\n" }.joined()
    }

    /// The readings with their ranks.
    private func numbered(_ passage: Passage) -> [String] {
        passage.readings.enumerated().map { "\($0 + 1)\t\(line($1.text, channel: passage.channel))" }
    }

    private func turns(of passages: [Passage]) -> [String] {
        guard passages.contains(where: { $0.channel != nil }) else { return passages.map(\.transcript.text) }
        let phrases = passages.flatMap { passage in
            passage.transcript.phrases(pause: CueOptions().pause).compactMap { words in
                words.first.map { (start: $0.start, channel: passage.channel, text: words.text) }
            }
        }.sorted { $0.start < $1.start }
        var turns: [(channel: Int?, text: String)] = []
        for phrase in phrases {
            if let last = turns.last, last.channel == phrase.channel {
                turns[turns.count - 1].text += " \(phrase.text)"
            } else {
                turns.append((phrase.channel, phrase.text))
            }
        }
        return turns.map { line($0.text, channel: $0.channel) }
    }

    private func line(_ text: String, channel: Int?) -> String {
        channel.map { "\(Passage.label(channel: $0)): \(text)" } ?? text
    }
}
