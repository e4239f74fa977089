/// How fast a run goes, over about the last fifty steps.
struct Pace {
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant
    private var stepSeconds = 0.0
    private var stepAudio = 0.0
    private var steps = 0

    init() {
        last = clock.now
    }

    /// A step on so many seconds of audio is done.
    mutating func add(seconds audio: Double) {
        let now = clock.now
        let elapsed = Self.seconds(now - last)
        last = now
        steps += 1
        let weight = max(0.02, 1 / Double(steps))
        stepSeconds += weight * (elapsed - stepSeconds)
        stepAudio += weight * (audio - stepAudio)
    }

    /// The time since the last step does not count.
    mutating func pause() {
        last = clock.now
    }

    var secondsPerStep: Double { stepSeconds }

    /// Seconds of audio a second.
    var audioRate: Double { stepSeconds > 0 ? stepAudio / stepSeconds : 0 }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
