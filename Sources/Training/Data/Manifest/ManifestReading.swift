/// What reading a manifest gave: its utterances, where each stands, and everything that is wrong with it.
public struct ManifestReading: Sendable {
    /// An utterance and the place that names it.
    public struct Entry: Sendable, Equatable {
        public var utterance: Utterance
        public var place: ManifestPlace

        public init(utterance: Utterance, place: ManifestPlace) {
            (self.utterance, self.place) = (utterance, place)
        }
    }

    public var entries: [Entry] = []
    /// In the order in which they were found.
    public var problems: [ManifestError] = []

    public init() {}

    public var utterances: [Utterance] { entries.map(\.utterance) }

    /// Takes up the utterance of a place, or what is wrong with it.
    mutating func add(_ path: String, line: Int? = nil, _ make: () throws(ManifestError) -> Utterance) {
        if let utterance = attempt(make) {
            entries.append(Entry(utterance: utterance, place: ManifestPlace(path: path, line: line)))
        }
    }

    /// The lines of a file that are not blank, and their numbers; none where it cannot be read.
    mutating func lines(of path: String) -> [(number: Int, text: Substring)] {
        attempt { () throws(ManifestError) in Manifest.lines(of: try Manifest.contents(of: path)) } ?? []
    }

    /// Returns what `make` makes, or nil and takes up what is wrong.
    mutating func attempt<Value>(_ make: () throws(ManifestError) -> Value) -> Value? {
        do throws(ManifestError) {
            return try make()
        } catch {
            problems.append(error)
            return nil
        }
    }
}
