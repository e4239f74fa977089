/// The findings of a check, as they come.
struct FindingList {
    private var findings: [DataFinding.Kind: DataFinding] = [:]

    /// Examples kept of each kind.
    private static let kept = 20

    /// All findings, in the order of their kinds.
    var sorted: [DataFinding] { DataFinding.Kind.allCases.compactMap { findings[$0] } }

    /// Takes up what is wrong with a clip.
    mutating func add(_ kind: DataFinding.Kind, _ clip: inout InspectedClip, _ note: String) {
        if kind.severity == .error { clip.isUsable = false }
        add(kind, .init(place: clip.entry.place, id: clip.entry.utterance.id, note: note))
    }

    /// Takes up what is wrong with a manifest.
    mutating func add(_ problem: ManifestError) {
        let kind: DataFinding.Kind = if case .missingAudio = problem { .missingAudio } else { .manifest }
        add(kind, .init(place: problem.place, id: nil, note: problem.reason))
    }

    /// Counts a text's characters that the alphabet lacks.
    mutating func count(_ unknown: [Unicode.Scalar], in text: String) {
        var characters = findings[.unknownCharacters]?.characters ?? [:]
        for scalar in text.unicodeScalars where unknown.contains(scalar) { characters[String(scalar), default: 0] += 1 }
        findings[.unknownCharacters]?.characters = characters
    }

    private mutating func add(_ kind: DataFinding.Kind, _ example: DataFinding.Example) {
        findings[kind, default: DataFinding(kind: kind)].count += 1
        if findings[kind]?.examples.count ?? 0 < Self.kept { findings[kind]?.examples.append(example) }
    }
}
