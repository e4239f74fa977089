/// What a check of training data found.
public struct DataReport: Sendable, Equatable, Codable {
    /// The size of a set.
    public struct Totals: Sendable, Equatable, Codable {
        /// Clips that were read, usable or not.
        public var clips = 0
        /// Those that can be used; the other totals are theirs.
        public var usable = 0
        public var seconds = 0.0
        /// Different speakers that are named.
        public var speakers = 0
        public var words = 0

        public var hours: Double { seconds / 3600 }

        init(clips: Int, usable: [Utterance]) {
            self.clips = clips
            self.usable = usable.count
            seconds = usable.reduce(0) { $0 + ($1.duration ?? 0) }
            speakers = Set(usable.compactMap(\.speaker)).count
            words = usable.reduce(0) { $0 + $1.text.split(separator: " ").count }
        }
    }

    /// Texts that were written otherwise to fit the alphabet: see ``TextNormalization``.
    public struct Normalized: Sendable, Equatable, Codable {
        public var count: Int
        /// One of them, as it was and as it is.
        public var before: String
        public var after: String
    }

    public var train: Totals
    public var dev: Totals
    /// nil where no text was changed.
    public var normalized: Normalized?
    /// One for each kind of fault: errors first, then warnings, then notes.
    public var findings: [DataFinding]

    /// The findings of one severity.
    public func findings(_ severity: DataFinding.Severity) -> [DataFinding] {
        findings.filter { $0.severity == severity }
    }
}
