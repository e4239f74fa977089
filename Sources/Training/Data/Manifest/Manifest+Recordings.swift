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
        let names = try names(below: folder.path)
            .filter { AudioFormat.fileExtensions.contains(ending($0)) }
        guard !names.isEmpty else { throw .noRecordings(path: path) }
        return Manifest(
            utterances: names.map {
                Utterance(id: $0, audio: folder.appendingPathComponent($0).path, text: "")
            })
    }
}
