import Foundation
import Safetensors
import Testing

@Suite struct RoundTripTests {
    private let file = SafetensorsFile(
        tensors: [
            "b": Tensor(shape: [2, 2], values: [.leastNonzeroMagnitude, -0.0, .greatestFiniteMagnitude, -1 / 3]),
            "a": Tensor(shape: [], values: [.infinity]),
            "none": Tensor(shape: [4, 0], values: []),
            "a/ä\"\\": Tensor(shape: [1], values: [2]),
        ],
        metadata: ["key": "\u{0} ä \"", "empty": ""])

    @Test func float32IsExact() throws {
        let read = try SafetensorsFile(data: file.encoded(), path: "x")
        #expect(read.metadata == file.metadata)
        #expect(read.tensors == file.tensors)
        #expect(read.tensors["b"]?.values.map(\.bitPattern) == file.tensors["b"]?.values.map(\.bitPattern))
    }

    @Test func float16RoundsToTheNearest() throws {
        let values: [Float] = [1, 1 + 0x1p-11, 1 + 0x1.8p-10, 65_504, 70_000, 0x1p-24, 0x1p-26, -0.1]
        let file = SafetensorsFile(tensors: ["x": Tensor(shape: [8], values: values)])
        let read = try SafetensorsFile(data: file.encoded(as: .float16), path: "x")
        #expect(
            read.tensors["x"]?.values
                == [1, 1, 1 + 0x1p-9, 65_504, .infinity, 0x1p-24, 0, -0x1.998p-4])
    }

    @Test func aNotANumberStaysOne() throws {
        let file = SafetensorsFile(tensors: ["x": Tensor(shape: [1], values: [.nan])])
        for storage in StorageType.allCases {
            let read = try SafetensorsFile(data: file.encoded(as: storage), path: "x")
            #expect(read.tensors["x"]?.values[0].isNaN == true)
        }
    }

    @Test func theBodyIsAlignedToEightBytesAndTheBytesAreAFunctionOfTheContents() throws {
        let data = file.encoded()
        let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length.isMultiple(of: 8))
        #expect(data.count == 8 + length + 6 * 4)
        #expect(file.encoded() == data)
    }

    @Test func aSliceOfOtherDataIsRead() throws {
        let data = Data("prefix".utf8) + file.encoded()
        #expect(try SafetensorsFile(data: data.dropFirst(6), path: "x").tensors == file.tensors)
    }

    @Test func aFileIsReplacedOnlyByAWholeOne() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appending(path: "x.safetensors")
        try file.write(to: url)
        try SafetensorsFile().write(to: url)
        #expect(try SafetensorsFile(contentsOf: url).tensors.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.safetensors"])
    }

    @Test func filesThatCannotBeReadOrWrittenAreNamed() {
        let missing = URL(filePath: "/nowhere/x.safetensors")
        #expect(throws: SafetensorsError.unreadable(path: missing.path, reason: "No such file or directory")) {
            try SafetensorsFile(contentsOf: missing)
        }
        #expect(throws: SafetensorsError.unwritable(path: missing.path, reason: "No such file or directory")) {
            try SafetensorsFile().write(to: missing)
        }
    }

    @Test func aTensorIsAskedForByNameAndShape() throws {
        #expect(try file.tensor("b", shape: [2, 2], path: "f").count == 4)
        #expect(throws: SafetensorsError.missing(path: "f", tensor: "c")) {
            try file.tensor("c", shape: [], path: "f")
        }
        #expect(
            throws: SafetensorsError.mismatch(
                path: "f", tensor: "b", expected: "of shape [4]", found: "of shape [2, 2]")
        ) {
            try file.tensor("b", shape: [4], path: "f")
        }
    }

    @Test func integersTakeAByteEach() throws {
        let values: [Float] = [-128, -1, 0, 1, 127]
        let file = SafetensorsFile(tensors: [
            "a": Tensor(shape: [5], values: values), "b": Tensor(shape: [1], values: [0.5]),
        ])
        let data = file.encoded(as: .float16, integers: ["a"])
        #expect(data.count < file.encoded(as: .float16).count)
        #expect(try SafetensorsFile(data: data, path: "x").tensors == file.tensors)
    }
}
