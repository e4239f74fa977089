extension AlignedText {
    /// The text as one line of JSON:
    /// `{"file":…,"duration":…,"words":[{"word":…,"start":…,"end":…,"score":…}]}`, each word with
    /// `"characters":[{"character":…,"start":…,"end":…,"score":…}]` if asked for, the line with `"id"` and, for a piece of
    /// a file, `"offset"` if given: times count from there. Three digits behind the point.
    public func json(
        file: String, id: String? = nil, offset: Double? = nil, characters: Bool = false
    ) throws -> String {
        try JSONLine.text(
            Line(
                file: file, id: id, offset: offset, duration: duration.toMilliseconds,
                words: words.map { word in
                    let piece = word.piece.rounded
                    return Line.Word(
                        word: piece.text, start: piece.start, end: piece.end, score: piece.score,
                        characters: characters ? word.characters.map { Line.Character($0.rounded) } : nil)
                }))
    }

    private struct Line: Encodable {
        let file: String
        let id: String?
        let offset: Double?
        let duration: Double
        let words: [Word]

        struct Word: Encodable {
            let word: String
            let start, end, score: Double
            let characters: [Character]?
        }

        struct Character: Encodable {
            let character: String
            let start, end, score: Double

            init(_ piece: Piece) {
                (character, start, end, score) = (piece.text, piece.start, piece.end, piece.score)
            }
        }
    }
}

/// As in a line of JSON: `{"word":…,"start":…,"end":…,"score":…}`, of which a reader may lack the score.
extension AlignedText.Piece: Codable {
    private enum CodingKeys: String, CodingKey {
        case start, end, score
        case text = "word"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            text: values.decode(String.self, forKey: .text), start: values.decode(Double.self, forKey: .start),
            end: values.decode(Double.self, forKey: .end), score: values.decodeIfPresent(Double.self, forKey: .score) ?? 1)
    }

    public func encode(to encoder: any Encoder) throws {
        let piece = rounded
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(piece.text, forKey: .text)
        try values.encode(piece.start, forKey: .start)
        try values.encode(piece.end, forKey: .end)
        try values.encode(piece.score, forKey: .score)
    }
}

extension AlignedText.Piece {
    /// With three digits behind the point.
    var rounded: Self {
        Self(text: text, start: start.toMilliseconds, end: end.toMilliseconds, score: score.toMilliseconds)
    }
}
