import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and termination as a flag that a long command looks at between two steps; a second one ends the program.
final class InterruptSignal: Sendable {
    private let raised = Atomic(false)
    private let sources: Mutex<[any DispatchSourceSignal]>

    init() {
        sources = Mutex([])
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [raised = Weak(self)] in
                guard let signal = raised.value else { return }
                if signal.raised.exchange(true, ordering: .relaxed) { exit(128 + number) }
                Console.message("finishing the step in hand; once more to stop at once")
            }
            source.resume()
            sources.withLock { $0.append(source) }
        }
    }

    var isRaised: Bool { raised.load(ordering: .relaxed) }

    private struct Weak: Sendable {
        weak let value: InterruptSignal?
        init(_ value: InterruptSignal) { self.value = value }
    }
}
