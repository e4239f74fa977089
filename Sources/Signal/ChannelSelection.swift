/// Which of a file's channels become the one that is recognised.
public enum ChannelSelection: Sendable, Equatable {
    /// The average of all channels.
    case mix
    /// One channel, counted from 1.
    case channel(Int)
}
