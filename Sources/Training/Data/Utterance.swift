import Signal

/// A recording with what was said in it.
public struct Utterance: Sendable, Equatable, Codable {
    public var id: String
    public var audio: String
    public var duration: Double?
    public var text: String
    public var speaker: String?
}
