import Recognition

/// One piece of speech and what is said in it; encoded as JSON, a line of a ``Manifest``.
public struct Utterance: Sendable, Equatable, Codable {
    /// The manifest's own name for it or, where it gives none, the audio path as the manifest writes it.
    public var id: String
    /// The path of the audio file; absolute, or relative to the working directory.
    public var audio: String
    /// Where in the file the utterance starts, in seconds, so that ``duration`` is all that is read of it; `nil` where
    /// the whole file is the utterance.
    public var offset: Double?
    /// How long the audio is, in seconds; `nil` where the manifest does not say.
    public var duration: Double?
    /// What is said; empty where nothing is.
    public var text: String
    /// The words of the text and when they are spoken, in seconds from the utterance's start; `nil` where the manifest does
    /// not say.
    public var words: [AlignedText.Piece]?
    /// Who speaks; `nil` where the manifest does not say.
    public var speaker: String?
    /// How often training takes it in an epoch, on average: 0.25 is every fourth epoch, 2 is twice in each.
    public var weight = 1.0

    public init(
        id: String, audio: String, offset: Double? = nil, duration: Double? = nil, text: String, speaker: String? = nil
    ) {
        (self.id, self.audio, self.text, self.speaker) = (id, audio, text, speaker)
        (self.offset, self.duration) = (offset, duration)
    }

    private enum CodingKeys: String, CodingKey {
        case id, offset, duration, text, speaker, words
        case audio = "audio_filepath"
    }
}
