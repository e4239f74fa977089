import Foundation

/// What two paths to one file have in common.
struct FileIdentity: Hashable {
    private let device: dev_t
    private let number: ino_t

    /// nil if nothing is there.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (status.st_dev, status.st_ino)
    }

    /// Sees to it that nothing is written over what is read; an output that is not given is none.
    ///
    /// - Throws: `OutputError` where one of the outputs is one of the inputs.
    static func keep(_ inputs: [String], from outputs: [String?]) throws(OutputError) {
        let inputs = Set(inputs.compactMap(FileIdentity.init))
        for path in outputs.compactMap({ $0 }) {
            if let identity = FileIdentity(path), inputs.contains(identity) { throw .isInput(path: path) }
        }
    }
}
