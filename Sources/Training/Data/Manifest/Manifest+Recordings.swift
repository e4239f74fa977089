import Foundation
import Signal

extension Manifest {
    /// Reads recordings without speech: a manifest, or a folder of which every audio file is taken, and of all folders
    /// below it.
    ///
    /// - Throws: ``ManifestError``, also where there is no recording.
    public static func recordings(_ path: String) throws(ManifestError) -> Manifest {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return try read(path)
        }
        let folder = URL(filePath: path).resolvingSymlinksInPath()
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else {
            throw .unreadable(path: path, reason: "the folder cannot be listed")
        }
        let names = walk.compactMap { $0 as? String }
            .filter { AudioFormat.fileExtensions.contains(NSString(string: $0).pathExtension.lowercased()) }
        guard !names.isEmpty else { throw .noRecordings(path: path) }
        return Manifest(
            utterances: names.sorted().map {
                Utterance(id: $0, audio: folder.appendingPathComponent($0).path, text: "")
            })
    }
}
