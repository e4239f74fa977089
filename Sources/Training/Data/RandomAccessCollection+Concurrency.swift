import Dispatch
import Synchronization

extension RandomAccessCollection where Index == Int, Element: Sendable, Self: Sendable {
    /// The results for all elements, in their order, made on all cores; returns when the last is there.
    package func concurrentMap<Value: Sendable>(_ transform: @Sendable (Element) -> Value) -> [Value] {
        let results = Mutex([Value?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { offset in
            let result = transform(self[startIndex + offset])
            results.withLock { $0[offset] = result }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
