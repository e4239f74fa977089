import Foundation

/// What a run tells while it goes on.
public enum TrainingEvent: Sendable {
    /// The data is read: utterances, seconds of audio, steps of the whole run, and where a resumed run goes on.
    case started(utterances: Int, seconds: Double, totalSteps: Int, resumedAt: Int?)
    /// An utterance takes no part, and why; each is named once.
    case refused(Refusal)
    /// A batch gave a gradient that is not finite: no step was taken.
    case skippedBatch(step: Int, utterances: [String])
    /// A step is done; `remaining` is the estimated time left in seconds.
    case stepped(TrainingRecord, totalSteps: Int, remaining: Double)
    /// The dev sets were evaluated after an epoch.
    case evaluated(TrainingRecord, isBest: Bool)
    /// A checkpoint was written.
    case saved(URL)
}

/// How a run ended.
public enum TrainingOutcome: Sendable, Equatable {
    case finished
    /// Stopped on request after a step; the checkpoint goes on from there.
    case interrupted
}
