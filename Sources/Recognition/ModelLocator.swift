import Foundation

/// Finds a model folder by path or by name, from wherever the program is started.
public enum ModelLocator {
    /// The model that is used when none is named.
    public static let defaultName = "en"

    /// Returns the folder of a model.
    ///
    /// A name is first tried as a path. Then it is looked for in `$ASR_MODELS`, in `models/` beside the program or one
    /// of the folders above it, in `models/` here or above, and in `~/.local/share/asr/models`.
    public static func find(_ name: String = defaultName) throws(ModelError) -> URL {
        let direct = URL(fileURLWithPath: name)
        if isModel(direct) { return direct }
        var searched = [direct.path]
        let last = name.hasPrefix("models/") ? String(name.dropFirst("models/".count)) : name
        if !last.contains("/") {
            for root in roots() {
                let folder = root.appendingPathComponent(last)
                if isModel(folder) { return folder }
                if !searched.contains(folder.path) { searched.append(folder.path) }
            }
        }
        if FileManager.default.fileExists(atPath: direct.path) {
            throw .badConfiguration(
                path: direct.path, reason: "it is no model folder: it has no \(Model.configurationFile)")
        }
        throw .notFound(name: name, searched: searched)
    }

    private static func isModel(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(Model.configurationFile).path)
    }

    private static func roots() -> [URL] {
        var roots: [URL] = []
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["ASR_MODELS"], !folder.isEmpty { roots.append(URL(fileURLWithPath: folder)) }
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        for start in [executable.deletingLastPathComponent(), here] {
            var folder = start
            while folder.path != "/" {
                let models = folder.appendingPathComponent("models")
                if FileManager.default.fileExists(atPath: models.path) { roots.append(models) }
                folder = folder.deletingLastPathComponent()
            }
        }
        let home =
            environment["HOME"].map { URL(fileURLWithPath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser
        roots.append(home.appendingPathComponent(".local/share/asr/models"))
        return roots
    }
}
