import Foundation
import Testing

/// The facts about a PNG file that its first chunk states (ISO/IEC 15948, section 11.2.2).
struct PNGFile {
    let width, height: Int
    let data: Data

    init(path: String) throws {
        data = try Data(contentsOf: URL(filePath: path))
        try #require(data.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
        try #require(data.count > 24 && data[12..<16].elementsEqual("IHDR".utf8))
        width = data[16..<20].reduce(0) { $0 << 8 | Int($1) }
        height = data[20..<24].reduce(0) { $0 << 8 | Int($1) }
    }
}

/// Runs a test with a path for a picture in a folder of its own, removed afterwards.
func withPicture(_ test: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plotting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try test(folder.appending(path: "picture.png").path)
}

/// A chart's bytes, to be compared with another's.
func png(_ write: (String) throws -> Void) throws -> Data {
    var data = Data()
    try withPicture { path in
        try write(path)
        data = try PNGFile(path: path).data
    }
    return data
}
