import Foundation

/// A path that a command names with a weight, as in `synthetic.jsonl:0.25`.
public struct WeightedPath: Sendable, Equatable {
    public var path: String
    /// nil where none is named.
    public var weight: Double?

    /// What stands behind the last colon is the weight, if it is a number and nothing of the whole name is there.
    public init(_ argument: String) {
        if !FileManager.default.fileExists(atPath: argument), let colon = argument.lastIndex(of: ":"),
            let weight = Double(argument[argument.index(after: colon)...])
        {
            (path, self.weight) = (String(argument[..<colon]), weight)
        } else {
            path = argument
        }
    }
}
