extension AlignedText {
    /// The words as lines of NIST's CTM: `recording channel start duration word score`.
    ///
    /// - Parameter recording: the first field, in which white space becomes underscores.
    public func ctm(recording: String, channel: Int = 1) -> [String] {
        let name = recording.split(whereSeparator: \.isWhitespace).joined(separator: "_")
        return words.map(\.piece).map { word in
            CTMLine.text(
                recording: name, channel: "\(channel)", start: word.start, end: word.end, word: word.text,
                score: word.score)
        }
    }
}
