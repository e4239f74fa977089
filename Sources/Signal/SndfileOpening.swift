import Foundation

/// libsndfile keeps why it could not open a file in one place for the whole process, and every opening writes there: what
/// opens a file and then asks for the reason does both in here.
enum SndfileOpening {
    private static let lock = NSLock()

    /// Does one thing at a time.
    static func alone<Result, Failure: Error>(_ open: () throws(Failure) -> Result) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try open()
    }
}
