import Foundation

extension Transcript.Word {
    /// With three digits: a step of the network lasts tens of milliseconds.
    var rounded: Self {
        Self(word: word, start: start.toMilliseconds, end: end.toMilliseconds, confidence: confidence.toMilliseconds)
    }
}

extension Double {
    /// Rounded to three digits.
    var toMilliseconds: Double { (self * 1000).rounded() / 1000 }

    /// Seconds as whole milliseconds.
    var milliseconds: Int { Int((self * 1000).rounded()) }

    /// With three digits behind the point, whatever they are.
    var threeDigits: String { String(format: "%.3f", self) }
}

extension Int {
    /// Milliseconds as a clock shows them, `HH:MM:SS` and the thousandths behind a mark.
    func clock(_ mark: String) -> String {
        String(format: "%02d:%02d:%02d", self / 3_600_000, self / 60_000 % 60, self / 1000 % 60)
            + mark + String(format: "%03d", self % 1000)
    }
}
