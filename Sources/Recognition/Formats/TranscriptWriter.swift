/// Writes what is understood of one recording in a form that people or programs read, piece by piece.
///
/// Make one with ``TranscriptFormat/writer(_:)``.
public protocol TranscriptWriter: Sendable {
    /// What stands before everything else.
    var header: String { get }

    /// The text for an utterance that is under way; empty in most formats.
    func partial(_ transcript: Transcript, channel: Int?) throws -> String

    /// The text for passages that follow those already written.
    ///
    /// - Parameters:
    ///   - passages: in order of time in each channel.
    ///   - limit: seconds from the start of the recording before which nothing more will come from any channel. Formats
    ///     in order of time hold back what lies behind it.
    mutating func text(of passages: [Passage], before limit: Double) throws -> String
}

extension TranscriptWriter {
    public var header: String { "" }

    public func partial(_ transcript: Transcript, channel: Int?) throws -> String { "" }

    /// The text for a whole recording.
    public mutating func text(of passages: [Passage]) throws -> String {
        try text(of: passages, before: .infinity)
    }
}
