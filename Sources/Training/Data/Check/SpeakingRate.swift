import Foundation

/// How fast a corpus speaks, and which clips do not fit in.
///
/// The rate is a text's characters to the seconds in which somebody seems to speak; pauses around speech, which some
/// corpora have and others not, have no part in it. Suspicious is what differs from the median by a factor of more than
/// four robust standard deviations of the logarithm, and of at least 2. A word or two may be drawn out: to each clip a
/// few characters are added in mind that are said at the usual rate.
struct SpeakingRate {
    /// Characters a second; nil where too few clips tell.
    private let usual: Double?
    /// The greatest distance of a logarithm that is not suspicious.
    private let limit: Double

    private static let fewestClips = 20
    /// Characters that are added in mind.
    private static let padding = 8.0

    init(_ clips: [InspectedClip]) {
        let rates = clips.compactMap(Self.rate)
        guard rates.count >= Self.fewestClips else {
            (usual, limit) = (nil, 0)
            return
        }
        let usual = Self.median(rates)
        let distances = clips.compactMap { Self.distance($0, from: usual) }
        let center = Self.median(distances)
        // 1.4826: from the median distance to the standard deviation of a normal distribution.
        let deviation = 1.4826 * Self.median(distances.map { abs($0 - center) })
        (self.usual, limit) = (usual, max(log(2), 4 * deviation))
    }

    /// Names the clips that speak far faster or slower than the others.
    func report(_ clips: inout [InspectedClip], to findings: inout FindingList) {
        guard let usual else { return }
        for index in clips.indices {
            guard let rate = Self.rate(clips[index]), let distance = Self.distance(clips[index], from: usual),
                abs(distance) > limit
            else { continue }
            findings.add(
                .speakingRate, &clips[index],
                String(
                    format: "%.1f characters a second of speech, where the others have %.1f: \"%@\"", rate, usual,
                    String(clips[index].text.prefix(60))))
        }
    }

    /// Characters and the seconds in which they are said; nil where there is no text or no sound.
    private static func measure(_ clip: InspectedClip) -> (characters: Double, seconds: Double)? {
        guard let seconds = clip.measurement?.activeSeconds, seconds > 0, !clip.text.isEmpty else { return nil }
        return (Double(clip.text.unicodeScalars.count), seconds)
    }

    private static func rate(_ clip: InspectedClip) -> Double? {
        measure(clip).map { $0.characters / $0.seconds }
    }

    /// The logarithm of a clip's rate to the usual one, the characters in mind among them.
    private static func distance(_ clip: InspectedClip, from usual: Double) -> Double? {
        measure(clip).map { log(($0.characters + padding) / ($0.seconds * usual + padding)) }
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}
