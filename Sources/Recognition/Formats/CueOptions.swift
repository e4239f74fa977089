/// How words become subtitles.
public struct CueOptions: Sendable, Equatable {
    /// Seconds of silence between two words that end a cue. Default 0.6: longer ones are rare inside a sentence
    /// (docs/output.md has the count).
    public var pause = 0.6
    /// Characters that a line has at most; a cue has two lines at most. Default 42, as broadcasters have it. Only a word
    /// that is longer by itself makes a longer line.
    public var lineLength = 42
    /// Seconds that a cue stays at least, if nothing follows it sooner.
    public var minimumDuration = 1.0
    /// Seconds that it stays at most.
    public var maximumDuration = 7.0

    public init() {}
}
