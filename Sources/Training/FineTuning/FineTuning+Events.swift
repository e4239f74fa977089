import Synchronization

extension FineTuning {
    /// The run as a sequence of what happens; leaving the loop stops it, after the step in hand and a checkpoint.
    ///
    /// ```swift
    /// for try await event in tuning.events() {
    ///     if case .training(.evaluated(let record, _)) = event { print(record.epoch, record.wer ?? 0) }
    /// }
    /// ```
    public func events() -> AsyncThrowingStream<FineTuningEvent, any Error> {
        AsyncThrowingStream { continuation in
            // Seen on every thread, which a task's cancellation is not.
            let isLeft = Flag()
            Task {
                do {
                    try await run(stop: { isLeft.isRaised }, report: { continuation.yield($0) })
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in isLeft.raise() }
        }
    }
}

/// Raised once.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isRaised: Bool { value.load(ordering: .relaxed) }

    func raise() { value.store(true, ordering: .relaxed) }
}
