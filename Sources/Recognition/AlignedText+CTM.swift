import Foundation

extension AlignedText {
    /// The words as lines of NIST's CTM: `recording channel start duration word score`.
    ///
    /// - Parameter recording: the first field, in which white space becomes underscores.
    public func ctm(recording: String, channel: Int = 1) -> [String] {
        let name = recording.split(whereSeparator: \.isWhitespace).joined(separator: "_")
        return words.map(\.piece.rounded).map { word in
            "\(name) \(channel) "
                + String(format: "%.3f %.3f ", word.start, word.end - word.start) + word.text
                + String(format: " %.3f", word.score)
        }
    }
}
