/// A line of NIST's CTM: `recording channel start duration word score`, times in seconds.
enum CTMLine {
    /// - Parameters:
    ///   - recording: without white space, which separates the fields.
    ///   - start: seconds; it and `end` are rounded before the duration is made of them.
    static func text(
        recording: String, channel: String, start: Double, end: Double, word: String, score: Double
    ) -> String {
        let start = start.toMilliseconds
        let duration = end.toMilliseconds - start
        return "\(recording) \(channel) \(start.threeDigits) \(duration.threeDigits) \(word) \(score.threeDigits)"
    }
}
