/// What fine-tuning tells while it goes on.
public enum FineTuningEvent: Sendable {
    /// A set is transcribed with the model before or after.
    case scoring(set: String, before: Bool)
    case training(TrainingEvent)
    /// The best weights are in the output folder, and this is how good they are.
    case finished(FineTuningSummary)
    /// Stopped on request. If training had begun, the best weights so far are in the output folder, and the run can go
    /// on.
    case interrupted(hasBegun: Bool)
}
