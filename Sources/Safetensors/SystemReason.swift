import Foundation

extension Error {
    /// Why the system refused to read or write, in its own words ("No such file or directory"), where Foundation's
    /// error knows.
    package var systemReason: String {
        guard let posix = (self as? CocoaError)?.underlying as? POSIXError else { return localizedDescription }
        return String(cString: strerror(posix.code.rawValue))
    }
}
