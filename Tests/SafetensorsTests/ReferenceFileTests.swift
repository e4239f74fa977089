import Foundation
import Safetensors
import Testing

/// Files of the reference implementation, and ours in its hands; see `Tests/Reference/safetensors_reference.py`.
@Suite struct ReferenceFileTests {
    private static let fixture = Bundle.module.bundleURL.appending(path: "Fixtures/reference.safetensors")
    /// A Python with torch and safetensors, where there is one.
    private static let python = ProcessInfo.processInfo.environment["ASR_REFERENCE_PYTHON"]

    @Test(arguments: ["single", "half"])
    func floatsAreReadBitForBit(name: String) throws {
        let file = try SafetensorsFile(contentsOf: Self.fixture)
        let tensor = try #require(file.tensors[name])
        let high = try #require(file.tensors["\(name).high"])
        let low = try #require(file.tensors["\(name).low"])
        #expect(tensor.values.count > 500)
        #expect(tensor.shape == [tensor.values.count])
        #expect(tensor.values.map(\.bitPattern) == zip(high.values, low.values).map { UInt32($0) << 16 | UInt32($1) })
    }

    @Test func integersScalarsEmptyTensorsAndNamesAreRead() throws {
        let file = try SafetensorsFile(contentsOf: Self.fixture)
        let integers: [Float] = [0, 1, -1, 16_777_216, -16_777_216, 123_456]
        #expect(file.tensors["integers.i32"] == Tensor(shape: [6], values: integers))
        #expect(file.tensors["integers.i64"] == Tensor(shape: [2, 3], values: integers))
        #expect(file.tensors["scalar"] == Tensor(shape: [], values: [0.1]))
        #expect(file.tensors["empty"] == Tensor(shape: [0, 3], values: []))
        #expect(
            file.tensors["cube ä \"quoted\""] == Tensor(shape: [2, 3, 4], values: (0..<24).map { Float($0) / 7 }))
        #expect(file.metadata == ["format": "pt", "note": "ä \"quoted\" \n line"])
    }

    @Test(.enabled(if: python != nil, "set ASR_REFERENCE_PYTHON to a Python with torch and safetensors"))
    func whatWeWriteLoadsInTorchWithTheSameValues() throws {
        let python = try #require(Self.python)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Reference/safetensors_reference.py")
        let copy = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: copy) }
        try SafetensorsFile(contentsOf: Self.fixture).write(to: copy)
        let process = try Process.run(URL(filePath: python), arguments: [script.path, copy.path])
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
