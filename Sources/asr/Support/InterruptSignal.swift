import Foundation
import Synchronization

private let raised = Atomic(false)

/// Ctrl-C and termination as a flag that a long command looks at between two steps; a second one ends the program.
enum InterruptSignal {
    /// Whether the program was asked to stop.
    static var isRaised: Bool { raised.load(ordering: .relaxed) }

    /// From now on the first signal only raises the flag.
    static func install() {
        // The flag exists before a handler can run: a handler may do no more than touch an atomic.
        raised.store(false, ordering: .relaxed)
        // A program that is started by a thread which takes no signals, as Dispatch's are, has a first thread that takes none:
        // this one does, whichever it is.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] {
            sigaddset(&signals, number)
            signal(number) { number in
                if raised.exchange(true, ordering: .relaxed) { _exit(128 + number) }
            }
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
