import Foundation

/// A safetensors file in memory: named tensors and a dictionary of strings.
///
/// The format is an 8-byte little-endian header length, a JSON header
/// `{name: {dtype, shape, data_offsets}, "__metadata__": {key: value}}` and the tensors' bytes.
/// Elements are read as 32-bit floats from `F32` and `F16`, and integers from `I64` and `I32` as the nearest float
/// (exact up to 2²⁴). Every length and offset is checked against the file before it is used.
///
/// Reference: <https://github.com/huggingface/safetensors>, section "Format".
public struct SafetensorsFile: Sendable {
    /// The tensors by name.
    public var tensors: [String: Tensor]
    /// The strings under `__metadata__`.
    public var metadata: [String: String]

    /// Headers longer than this are refused, as in the reference implementation.
    static let maximumHeaderLength = 100_000_000

    public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    /// Returns the tensor with a name and a shape.
    ///
    /// - Parameters:
    ///   - path: what an error message calls this file.
    public func tensor(_ name: String, shape: [Int], path: String) throws(SafetensorsError) -> [Float] {
        guard let tensor = tensors[name] else { throw .missing(path: path, tensor: name) }
        guard tensor.shape == shape else {
            throw .mismatch(
                path: path, tensor: name, expected: "of shape \(shape)", found: "of shape \(tensor.shape)")
        }
        return tensor.values
    }
}

// MARK: - Reading

extension SafetensorsFile {
    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    /// A header value: a tensor's entry, or the dictionary under `__metadata__`.
    private enum HeaderValue: Decodable {
        case entry(Entry)
        case metadata([String: String])

        init(from decoder: any Decoder) throws {
            if decoder.codingPath.last?.stringValue == "__metadata__" {
                self = .metadata(try [String: String](from: decoder))
            } else {
                self = .entry(try Entry(from: decoder))
            }
        }
    }

    /// Reads a file. The whole file is mapped, checked and decoded.
    public init(contentsOf url: URL) throws(SafetensorsError) {
        let path = url.path
        let data: Data
        do {
            data = try Data(contentsOf: url, options: .mappedIfSafe)
        } catch {
            throw .unreadable(path: path, reason: error.systemReason)
        }
        try self.init(data: data, path: path)
    }

    /// Decodes a file's bytes; `path` is what an error message calls them.
    public init(data: Data, path: String) throws(SafetensorsError) {
        func malformed(_ reason: String) -> SafetensorsError { .malformed(path: path, reason: reason) }
        guard data.count >= 8 else {
            throw malformed("it has \(data.count) bytes, and the header length alone takes 8")
        }
        let headerLength = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard headerLength <= UInt64(Self.maximumHeaderLength), 8 + Int(headerLength) <= data.count else {
            throw malformed("its header would be \(headerLength) bytes long, and the file has \(data.count)")
        }
        let bodyStart = data.startIndex + 8 + Int(headerLength)
        let header: [String: HeaderValue]
        do {
            header = try JSONDecoder().decode(
                [String: HeaderValue].self, from: data[(data.startIndex + 8)..<bodyStart])
        } catch {
            throw malformed("its header is not the JSON that the format asks for")
        }

        self.init()
        let bodyLength = data.endIndex - bodyStart
        var places: [Place] = []
        for (name, value) in header {
            switch value {
            case .metadata(let strings):
                metadata = strings
            case .entry(let entry):
                tensors[name] = try Self.decode(
                    entry, name: name, body: data[bodyStart...], bodyLength: bodyLength, path: path)
                places.append(Place(start: entry.dataOffsets[0], end: entry.dataOffsets[1], name: name))
            }
        }
        // As in the reference implementation, the tensors fill the body without overlaps or gaps.
        var covered = 0
        for place in places.sorted() {
            guard place.start == covered else {
                throw malformed("tensor '\(place.name)' begins at byte \(place.start), expected byte \(covered)")
            }
            covered = place.end
        }
        guard covered == bodyLength else {
            throw malformed(
                "\(bodyLength - covered) of the \(bodyLength) bytes that follow the header belong to no tensor")
        }
    }

    /// Where a tensor lies in the body; ordered by place.
    private struct Place: Comparable {
        let start: Int
        let end: Int
        let name: String

        static func < (a: Place, b: Place) -> Bool { (a.start, a.end, a.name) < (b.start, b.end, b.name) }
    }

    private static func decode(
        _ entry: Entry, name: String, body: Data, bodyLength: Int, path: String
    ) throws(SafetensorsError) -> Tensor {
        func malformed(_ reason: String) -> SafetensorsError {
            .malformed(path: path, reason: "tensor '\(name)' \(reason)")
        }
        guard entry.dataOffsets.count == 2 else { throw malformed("has not two data offsets") }
        let (start, end) = (entry.dataOffsets[0], entry.dataOffsets[1])
        guard start >= 0, start <= end, end <= bodyLength else {
            throw malformed("lies at bytes \(start)..<\(end), outside the \(bodyLength) bytes that follow the header")
        }
        var count = 1
        for extent in entry.shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow else { throw malformed("has the impossible shape \(entry.shape)") }
            count = product
        }
        func values<T>(_ type: T.Type, _ convert: (T) -> Float) throws(SafetensorsError) -> [Float] {
            guard (end - start).isMultiple(of: MemoryLayout<T>.size), (end - start) / MemoryLayout<T>.size == count
            else {
                throw malformed("of type \(entry.dtype) and shape \(entry.shape) cannot take \(end - start) bytes")
            }
            return body[(body.startIndex + start)..<(body.startIndex + end)].withUnsafeBytes { bytes in
                (0..<count).map { convert(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: T.self)) }
            }
        }
        let decoded: [Float] =
            switch entry.dtype {
            case "F32": try values(UInt32.self) { Float(bitPattern: UInt32(littleEndian: $0)) }
            case "F16": try values(UInt16.self) { Float(Float16(bitPattern: UInt16(littleEndian: $0))) }
            case "I64": try values(Int64.self) { Float(Int64(littleEndian: $0)) }
            case "I32": try values(Int32.self) { Float(Int32(littleEndian: $0)) }
            default: throw malformed("has the type \(entry.dtype); F32, F16, I64 and I32 are read")
            }
        return Tensor(shape: entry.shape, values: decoded)
    }
}

// MARK: - Writing

extension SafetensorsFile {
    /// Returns the file's bytes, tensors in the order of their names, the header padded to a multiple of 8.
    public func encoded(as storage: StorageType = .float32) -> Data {
        let names = tensors.keys.sorted()
        var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
        var offset = 0
        for name in names {
            guard let tensor = tensors[name] else { continue }
            let end = offset + tensor.values.count * storage.byteCount
            header[name] = ["dtype": storage.rawValue, "shape": tensor.shape, "data_offsets": [offset, end]]
            offset = end
        }
        // The header holds strings, integers and arrays of them only, which is always valid JSON.
        var json = (try? JSONSerialization.data(withJSONObject: header, options: [.sortedKeys])) ?? Data("{}".utf8)
        json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))

        var data = Data(capacity: 8 + json.count + offset)
        withUnsafeBytes(of: UInt64(json.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(json)
        for name in names {
            guard let tensor = tensors[name] else { continue }
            switch storage {
            case .float32: Self.append(tensor.values.map { $0.bitPattern.littleEndian }, to: &data)
            case .float16: Self.append(tensor.values.map { Float16($0).bitPattern.littleEndian }, to: &data)
            }
        }
        return data
    }

    /// Writes the file atomically: a reader sees the old contents or the new, never a part.
    public func write(to url: URL, as storage: StorageType = .float32) throws(SafetensorsError) {
        do {
            try encoded(as: storage).write(to: url, options: .atomic)
        } catch {
            throw .unwritable(path: url.path, reason: error.systemReason)
        }
    }

    private static func append<T>(_ elements: [T], to data: inout Data) {
        elements.withUnsafeBytes { data.append(contentsOf: $0) }
    }
}
