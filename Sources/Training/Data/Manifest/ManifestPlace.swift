/// Where something stands: a file and, where it has lines, one of them.
public struct ManifestPlace: Sendable, Hashable, Codable, CustomStringConvertible {
    public var path: String
    /// From 1.
    public var line: Int?

    public init(path: String, line: Int? = nil) {
        (self.path, self.line) = (path, line)
    }

    public var description: String { line.map { "\(path), line \($0)" } ?? path }
}
