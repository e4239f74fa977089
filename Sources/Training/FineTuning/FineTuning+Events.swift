extension FineTuning {
    /// The run as a sequence of what happens; leaving the loop stops it, after the step in hand and a
    /// checkpoint.
    ///
    /// ```swift
    /// for try await event in tuning.events() {
    ///     if case .training(.evaluated(let record, _)) = event { print(record.epoch, record.wer ?? 0) }
    /// }
    /// ```
    public func events() -> AsyncThrowingStream<FineTuningEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    try await run(stop: { Task.isCancelled }, report: { continuation.yield($0) })
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
