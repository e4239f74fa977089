import Foundation

/// How fast a corpus speaks, and which clips do not fit in.
///
/// The rate is a text's characters to the seconds in which somebody seems to speak; pauses around speech, which some
/// corpora have and others not, have no part in it. Suspicious is what differs from the median by a factor of more than
/// 5 robust standard deviations of the logarithm, and of at least 2.
struct SpeakingRate {
    private let median: Double
    /// The greatest usual distance from the median; both are logarithms.
    private let limit: Double

    /// Below this many clips, what is usual is not known.
    private static let fewest = 20

    init(_ clips: [InspectedClip]) {
        let rates = clips.compactMap(Self.rate).sorted()
        guard rates.count >= Self.fewest else {
            (median, limit) = (0, .infinity)
            return
        }
        let median = rates[rates.count / 2]
        let deviation = rates.map { abs($0 - median) }.sorted()[rates.count / 2]
        // 1.4826: from the median distance to the standard deviation of a normal distribution.
        (self.median, limit) = (median, max(log(2), 5 * 1.4826 * deviation))
    }

    /// Names the clips that speak far faster or slower than the others.
    func report(_ clips: inout [InspectedClip], to findings: inout FindingList) {
        for index in clips.indices {
            guard let rate = Self.rate(clips[index]), abs(rate - median) > limit else { continue }
            findings.add(
                .speakingRate, &clips[index],
                String(
                    format: "%.1f characters a second of speech, where the others have %.1f: \"%@\"", exp(rate),
                    exp(median),
                    String(clips[index].text.prefix(60))))
        }
    }

    /// The logarithm of characters a second; nil where there is no text or no sound.
    private static func rate(_ clip: InspectedClip) -> Double? {
        guard let seconds = clip.measurement?.activeSeconds, seconds > 0, !clip.text.isEmpty else { return nil }
        return log(Double(clip.text.unicodeScalars.count) / seconds)
    }
}
