import Foundation

extension Manifest {
    /// A short name of the data at a path: "speechocean/dev" for ".../speechocean/dev.jsonl".
    public static func name(of path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().pathComponents.suffix(2).joined(separator: "/")
    }
}
