import Dispatch
import Foundation

/// Work that is split by structure: the directions of a layer, blocks of rows, sequences of a batch.
enum Parallel {
    /// Runs `body` for each index, side by side, and returns when all are done.
    static func forEach(_ count: Int, _ body: (Int) -> Void) {
        if count == 1 {
            body(0)
        } else {
            withoutActuallyEscaping(body) { body in
                // Every caller's body writes only to the part of its buffers that belongs to its index.
                nonisolated(unsafe) let body = body
                DispatchQueue.concurrentPerform(iterations: count) { body($0) }
            }
        }
    }

    /// Cuts rows into as many blocks as there are cores, at least `minimum` rows each, and runs `body` on them.
    static func forRows(_ rows: Int, minimum: Int = 64, _ body: (Range<Int>) -> Void) {
        // Asked for only where it matters: it opens files.
        let blocks = rows < 2 * minimum ? 1 : min(ProcessInfo.processInfo.activeProcessorCount, rows / minimum)
        forEach(blocks) { block in
            body(rows * block / blocks..<rows * (block + 1) / blocks)
        }
    }
}
