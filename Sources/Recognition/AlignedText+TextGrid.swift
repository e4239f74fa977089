extension AlignedText {
    /// The text as a Praat TextGrid with a tier of words and, if asked for, one of characters:
    /// <https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html>. What is spoken between words is empty.
    public func textGrid(characters: Bool = false) -> String {
        var tiers = [tier("words", words.map(\.piece))]
        if characters { tiers.append(tier("characters", words.flatMap(\.characters))) }
        let header = """
            File type = "ooTextFile"
            Object class = "TextGrid"

            xmin = 0
            xmax = \(duration.toMilliseconds)
            tiers? <exists>
            size = \(tiers.count)
            item []:
            """
        let items = tiers.enumerated().map { "    item [\($0 + 1)]:\n\($1)" }
        return ([header] + items).joined(separator: "\n") + "\n"
    }

    /// A tier whose intervals fill the recording without gap.
    private func tier(_ name: String, _ pieces: [Piece]) -> String {
        var intervals: [(end: Double, text: String)] = []
        for piece in pieces.map(\.rounded) {
            if piece.start > intervals.last?.end ?? 0 { intervals.append((piece.start, "")) }
            intervals.append((piece.end, piece.text))
        }
        let duration = duration.toMilliseconds
        if duration > intervals.last?.end ?? 0 { intervals.append((duration, "")) }
        var lines = [
            "        class = \"IntervalTier\"",
            "        name = \"\(name)\"",
            "        xmin = 0",
            "        xmax = \(duration)",
            "        intervals: size = \(intervals.count)",
        ]
        var start = 0.0
        for (index, interval) in intervals.enumerated() {
            lines += [
                "        intervals [\(index + 1)]:",
                "            xmin = \(start)",
                "            xmax = \(interval.end)",
                "            text = \"\(interval.text.replacing("\"", with: "\"\""))\"",
            ]
            start = interval.end
        }
        return lines.joined(separator: "\n")
    }
}
