import Foundation
import Safetensors
import Testing

/// A file's bytes from a header's text and a body.
private func file(_ header: String, body: Int, length: UInt64? = nil) -> Data {
    var data = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
    data.append(Data(header.utf8))
    data.append(Data(repeating: 1, count: body))
    return data
}

/// The same numbers on each run (Steele, Lea, Flood: SplitMix, 2014).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// What is wrong with a file, as the reader says it; nil where it reads it.
private func complaint(_ data: Data) -> String? {
    do throws(SafetensorsError) {
        _ = try SafetensorsFile(data: data, path: "weights")
        return nil
    } catch {
        guard case .malformed(path: "weights", let reason) = error else { return "another error: \(error)" }
        return reason
    }
}

@Suite struct MalformedFileTests {
    private func tensor(_ dtype: String = "F32", _ shape: String = "[2]", _ offsets: String = "[0,8]") -> String {
        #"{"x":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
    }

    @Test func theFileThatTheOthersAreDamagedFromIsRead() {
        #expect(complaint(file(tensor(), body: 8)) == nil)
        #expect(complaint(file("{}", body: 0)) == nil)
    }

    @Test func aFileShorterThanItsHeaderIsRefused() {
        #expect(complaint(Data()) == "it has 0 bytes, and the header length alone takes 8")
        #expect(complaint(Data(repeating: 0, count: 7)) == "it has 7 bytes, and the header length alone takes 8")
        for length in [3, 100_000_000, 100_000_001, 1 << 63, UInt64.max] {
            #expect(
                complaint(file("{}", body: 0, length: length))
                    == "its header would be \(length) bytes long, and the file has 10")
        }
        #expect(complaint(Data(file(tensor(), body: 8).prefix(40)))?.hasPrefix("its header would be") == true)
    }

    @Test(arguments: [
        "", " ", "x", "[]", "7", "null", "{", "{}}", #"{"x":1}"#, #"{"x":null}"#, #"{"x":{}}"#,
        #"{"x":{"dtype":"F32","shape":[0]}}"#, #"{"x":{"dtype":"F32","data_offsets":[0,0]}}"#,
        #"{"x":{"shape":[0],"data_offsets":[0,0]}}"#, #"{"x":{"dtype":4,"shape":[0],"data_offsets":[0,0]}}"#,
        #"{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,0]}}"#,
        #"{"x":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}"#,
        #"{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,1e300]}}"#,
        #"{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,0]}}"#,
        #"{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,9223372036854775808]}}"#,
        #"{"__metadata__":{"a":1}}"#, #"{"__metadata__":{"a":null}}"#, #"{"__metadata__":[]}"#,
        #"{"__metadata__":{"a":{"b":"c"}}}"#, #"{"__metadata__":"text"}"#,
    ])
    func aHeaderThatIsNoHeaderIsRefused(header: String) {
        #expect(complaint(file(header, body: 4)) == "its header is not the JSON that the format asks for")
    }

    @Test func aHeaderThatIsNotUTF8IsRefused() {
        var data = file(tensor(), body: 8)
        data[10] = 0xFF
        #expect(complaint(data) == "its header is not the JSON that the format asks for")
    }

    @Test func aHeaderNestedBeyondReasonIsRefused() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(complaint(file(#"{"x":\#(deep)"#, body: 0)) == "its header is not the JSON that the format asks for")
    }

    @Test(arguments: ["[-1,7]", "[-8,0]", "[8,0]", "[0,9]", "[8,16]", "[9223372036854775807,9223372036854775807]"])
    func offsetsOutsideTheBodyAreRefused(offsets: String) {
        #expect(complaint(file(tensor("F32", "[2]", offsets), body: 8))?.hasPrefix("tensor 'x' lies at bytes") == true)
    }

    @Test(arguments: ["[]", "[0]", "[0,8,8]"])
    func offsetsThatAreNotTwoAreRefused(offsets: String) {
        #expect(complaint(file(tensor("F32", "[2]", offsets), body: 8)) == "tensor 'x' has not two data offsets")
    }

    @Test(arguments: [
        ("F32", "[3]"), ("F32", "[1]"), ("F32", "[]"), ("F32", "[2,0]"), ("F16", "[2]"), ("F16", "[8]"), ("I64", "[2]"),
        ("I32", "[4]"),
    ])
    func aShapeThatDoesNotFitItsBytesIsRefused(dtype: String, shape: String) {
        #expect(complaint(file(tensor(dtype, shape), body: 8))?.hasSuffix("cannot take 8 bytes") == true)
    }

    @Test func bytesThatAreNoWholeElementsAreRefused() {
        #expect(complaint(file(tensor("F32", "[1]", "[0,7]"), body: 7))?.hasSuffix("cannot take 7 bytes") == true)
    }

    @Test(arguments: [
        "[-2]", "[-1,-2]", "[2,-1]", "[9223372036854775807,2]", "[4294967296,4294967296]",
        "[4611686018427387904,4,0]", "[2305843009213693952,2,2,2]",
    ])
    func impossibleShapesAreRefused(shape: String) {
        #expect(
            complaint(file(tensor("F32", shape), body: 8))?.hasPrefix("tensor 'x' has the impossible shape") == true)
    }

    @Test func aHugeExtentBesideAnEmptyOneIsEmpty() throws {
        let data = file(tensor("F32", "[0,9223372036854775807,9223372036854775807]", "[0,0]"), body: 0)
        #expect(try SafetensorsFile(data: data, path: "x").tensors["x"]?.values.isEmpty == true)
    }

    @Test(arguments: ["BF16", "F64", "U8", "f32", ""])
    func unknownTypesAreRefused(dtype: String) {
        #expect(
            complaint(file(tensor(dtype), body: 8))
                == "tensor 'x' has the type \(dtype); F32, F16, I64, I32 and I8 are read")
    }

    private func pair(_ first: String, _ second: String) -> String {
        """
        {"x":{"dtype":"F32","shape":[2],"data_offsets":\(first)},"y":{"dtype":"F32","shape":[2],"data_offsets":\(second)}}
        """
    }

    /// The reference implementation refuses them too: bytes that two tensors share, or that none has, are a sign of
    /// damage.
    @Test func tensorsThatOverlapOrLeaveGapsAreRefused() {
        #expect(complaint(file(pair("[0,8]", "[8,16]"), body: 16)) == nil)
        #expect(complaint(file(pair("[8,16]", "[0,8]"), body: 16)) == nil)
        #expect(complaint(file(pair("[0,8]", "[4,12]"), body: 12)) == "tensor 'y' begins at byte 4, expected byte 8")
        #expect(complaint(file(pair("[0,8]", "[0,8]"), body: 8)) == "tensor 'y' begins at byte 0, expected byte 8")
        #expect(complaint(file(pair("[0,8]", "[12,20]"), body: 20)) == "tensor 'y' begins at byte 12, expected byte 8")
        #expect(
            complaint(file(tensor("F32", "[2]", "[4,12]"), body: 12)) == "tensor 'x' begins at byte 4, expected byte 0")
    }

    @Test func aBodyCutOffOrTooLongIsRefused() {
        let whole = file(pair("[0,8]", "[8,16]"), body: 16)
        for cut in 1...16 {
            #expect(complaint(Data(whole.dropLast(cut)))?.contains("outside the \(16 - cut) bytes") == true)
        }
        #expect(complaint(whole + [0]) == "1 of the 17 bytes that follow the header belong to no tensor")
        #expect(complaint(file("{}", body: 3)) == "3 of the 3 bytes that follow the header belong to no tensor")
    }

    @Test func noMutationOfAByteOrCutCrashesTheReader() {
        let whole = SafetensorsFile(
            tensors: [
                "a": Tensor(shape: [3, 2], values: [1, 2, 3, 4, 5, 6]), "b": Tensor(shape: [], values: [7]),
                "c": Tensor(shape: [0, 5], values: []),
            ], metadata: ["format": "pt", "ä": "\\ \" \n"]
        ).encoded(as: .float16)
        var random = SeededGenerator(state: 2019)
        var refused = 0
        for _ in 0..<2000 {
            var data = whole
            let position = Int.random(in: 0..<data.count, using: &random)
            data[position] = UInt8.random(in: 0...255, using: &random)
            if let complaint = complaint(data) {
                refused += 1
                #expect(!complaint.hasPrefix("another error"), "byte \(position) is \(data[position])")
            }
        }
        #expect((1..<2000).contains(refused))
        for length in 0..<whole.count { #expect(complaint(Data(whole.prefix(length))) != nil) }
    }
}
