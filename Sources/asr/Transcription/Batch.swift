import Dispatch
import Synchronization

/// Work on several recordings, as many at a time as there are cores.
final class Batch: Sendable {
    private struct State {
        /// Whose text comes next.
        var turn = 0
        /// Texts that came before their turn.
        var waiting: [Int: String] = [:]
        var failures: [Int: Failure] = [:]
        var finished = 0
        /// What ends all of it.
        var fatal: (any Error)?
    }

    private let state = Mutex(State())

    /// Why recordings failed, in their order.
    var failures: [Failure] { state.withLock { $0.failures.sorted { $0.key < $1.key }.map(\.value) } }

    /// How many are done.
    var finished: Int { state.withLock { $0.finished } }

    /// Works on each index. A failure of one is reported and counted; any other error, as an output that cannot be
    /// written or an interrupt, lets no further one begin and is thrown when those under way have ended.
    ///
    /// - Parameters:
    ///   - work: returns the text that is to be written when its turn comes.
    ///   - write: takes the texts in order of the indices.
    func run(_ count: Int, work: @Sendable (Int) throws -> String, write: @Sendable (String) throws -> Void) throws {
        DispatchQueue.concurrentPerform(iterations: count) { index in
            guard state.withLock({ $0.fatal == nil }) else { return }
            let result = Result { try work(index) }
            state.withLock { state in
                do {
                    state.waiting[index] = try result.get()
                    state.finished += 1
                } catch {
                    state.waiting[index] = ""
                    Self.note(error, of: index, &state)
                }
                while state.fatal == nil, let text = state.waiting.removeValue(forKey: state.turn) {
                    state.turn += 1
                    do { try write(text) } catch { state.fatal = error }
                }
            }
        }
        if let fatal = state.withLock({ $0.fatal }) { throw fatal }
    }

    private static func note(_ error: any Error, of index: Int, _ state: inout State) {
        if !(error is OutputError), let failure = Failure(error) {
            Console.error(failure.message)
            state.failures[index] = failure
        } else if state.fatal == nil {
            state.fatal = error
        }
    }
}
