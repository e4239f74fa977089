import Foundation
import Signal

/// Clips that are there twice.
struct Duplicates {
    /// The clips of the dev set by their samples.
    private let contents: [UInt64: ManifestReading.Entry]
    /// The clips of the dev set by their file.
    private let files: [String: [ManifestReading.Entry]]

    init(_ dev: ArraySlice<InspectedClip>) {
        contents = Dictionary(
            dev.compactMap { clip in Self.content(clip).map { ($0, clip.entry) } },
            uniquingKeysWith: { first, _ in first })
        files = Dictionary(grouping: dev.map(\.entry)) { $0.utterance.file }
    }

    /// Names the clips of the training set that the dev set has too, and those that it has itself.
    func report(_ train: inout ArraySlice<InspectedClip>, to findings: inout FindingList) {
        var seen: [UInt64: ManifestReading.Entry] = [:]
        for index in train.indices {
            let clip = train[index]
            let content = Self.content(clip)
            if let other = content.flatMap({ contents[$0] }) {
                findings.add(.sharedWithDev, &train[index], "the same audio as \(Self.name(other))")
            } else if let other = overlapping(clip.entry.utterance) {
                findings.add(.sharedWithDev, &train[index], "the same piece of the same file as \(Self.name(other))")
            }
            guard let content else { continue }
            if let other = seen[content] {
                findings.add(.repeated, &train[index], "the same audio as \(Self.name(other))")
            } else {
                seen[content] = clip.entry
            }
        }
    }

    /// The dev clip that has more than half of the shorter of the two in common with a clip.
    private func overlapping(_ utterance: Utterance) -> ManifestReading.Entry? {
        files[utterance.file]?.first { entry in
            let (one, other) = (Self.range(utterance), Self.range(entry.utterance))
            let common = min(one.upperBound, other.upperBound) - max(one.lowerBound, other.lowerBound)
            let shorter = min(one.upperBound - one.lowerBound, other.upperBound - other.lowerBound)
            return shorter.isInfinite || common > shorter / 2
        }
    }

    /// The seconds of the file that an utterance is.
    private static func range(_ utterance: Utterance) -> Range<Double> {
        guard let span = utterance.span else { return 0..<Double.infinity }
        return span.start..<(span.start + (span.duration ?? .infinity))
    }

    /// What tells a clip's samples from others'; nil where there is nothing to tell apart.
    private static func content(_ clip: InspectedClip) -> UInt64? {
        clip.measurement.flatMap { $0.peak > 0 ? $0.content : nil }
    }

    private static func name(_ entry: ManifestReading.Entry) -> String {
        "\(entry.place) (\(entry.utterance.id))"
    }
}
