/// What an alignment of a hypothesis with its reference counts.
public struct ErrorCounts: Sendable, Equatable, Codable {
    /// Tokens that are right.
    public var hits: Int
    /// Tokens that stand for another.
    public var substitutions: Int
    /// Tokens of the reference that the hypothesis lacks.
    public var deletions: Int
    /// Tokens of the hypothesis that the reference lacks.
    public var insertions: Int

    public init(hits: Int = 0, substitutions: Int = 0, deletions: Int = 0, insertions: Int = 0) {
        self.hits = hits
        self.substitutions = substitutions
        self.deletions = deletions
        self.insertions = insertions
    }

    /// Substitutions, deletions and insertions.
    public var errors: Int { substitutions + deletions + insertions }

    /// The tokens of the reference.
    public var referenceLength: Int { hits + substitutions + deletions }

    /// Errors per token of the reference; may exceed 1. An empty reference counts as one token, as in jiwer: the rate
    /// is the number of insertions, and 0 if there is none.
    public var rate: Double { Double(errors) / Double(max(1, referenceLength)) }

    public static func + (a: ErrorCounts, b: ErrorCounts) -> ErrorCounts {
        ErrorCounts(
            hits: a.hits + b.hits, substitutions: a.substitutions + b.substitutions,
            deletions: a.deletions + b.deletions, insertions: a.insertions + b.insertions)
    }

    public static func += (a: inout ErrorCounts, b: ErrorCounts) { a = a + b }
}
