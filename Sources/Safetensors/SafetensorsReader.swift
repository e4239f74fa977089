import Foundation

/// A safetensors file that is mapped into memory and decoded tensor by tensor.
///
/// The format is an 8-byte little-endian header length, a JSON header
/// `{name: {dtype, shape, data_offsets}, "__metadata__": {key: value}}` and the tensors' bytes.
/// Elements are read as 32-bit floats from `F32` and `F16`, and integers from `I64`, `I32` and `I8` as the nearest float
/// (exact up to 2²⁴). Every length and offset is checked against the file before any tensor is read.
///
/// Reference: <https://github.com/huggingface/safetensors>, section "Format".
public struct SafetensorsReader: Sendable {
    /// The strings under `__metadata__`.
    public private(set) var metadata: [String: String] = [:]
    private var stored: [String: StoredTensor] = [:]
    /// The whole file.
    package let data: Data
    /// The bytes that follow the header.
    private let body: Data
    /// Where these bytes lie, if they are a file's that is mapped.
    private let file: MappedFile?

    /// Headers longer than this are refused, as in the reference implementation.
    static let maximumHeaderLength = 100_000_000

    /// Maps a file and checks it.
    public init(contentsOf url: URL) throws(SafetensorsError) {
        if let file = try? MappedFile(url.path), let start = file.bytes.baseAddress {
            let data = Data(
                bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: file.bytes.count,
                deallocator: .custom { _, _ in withExtendedLifetime(file) {} })
            try self.init(data: data, file: file, path: url.path)
            return
        }
        // A pipe, or nothing.
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw .unreadable(path: url.path, reason: error.systemReason)
        }
        try self.init(data: data, path: url.path)
    }

    /// Checks a file's bytes; `path` is what an error message calls them.
    public init(data: Data, path: String) throws(SafetensorsError) {
        try self.init(data: data, file: nil, path: path)
    }

    private init(data: Data, file: MappedFile?, path: String) throws(SafetensorsError) {
        self.data = data
        self.file = file
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

        body = data[bodyStart...]
        for (name, value) in header {
            switch value {
            case .metadata(let strings):
                metadata = strings
            case .entry(let entry):
                stored[name] = try StoredTensor(
                    dtype: entry.dtype, shape: entry.shape, dataOffsets: entry.dataOffsets, name: name,
                    bodyLength: body.count, path: path)
            }
        }
        // As in the reference implementation, the tensors fill the body without overlaps or gaps.
        var covered = 0
        func place(_ tensor: (key: String, value: StoredTensor)) -> (Int, Int, String) {
            (tensor.value.bytes.lowerBound, tensor.value.bytes.upperBound, tensor.key)
        }
        for (name, tensor) in stored.sorted(by: { place($0) < place($1) }) {
            guard tensor.bytes.lowerBound == covered else {
                throw malformed("tensor '\(name)' begins at byte \(tensor.bytes.lowerBound), expected byte \(covered)")
            }
            covered = tensor.bytes.upperBound
        }
        guard covered == body.count else {
            throw malformed(
                "\(body.count - covered) of the \(body.count) bytes that follow the header belong to no tensor")
        }
    }

    /// All tensors, decoded.
    func tensors() -> [String: Tensor] {
        stored.mapValues { tensor in
            Tensor(
                shape: tensor.shape,
                values: [Float](unsafeUninitializedCapacity: tensor.count) { buffer, count in
                    copy(tensor, to: buffer)
                    count = tensor.count
                })
        }
    }

    private func copy(_ tensor: StoredTensor, to target: UnsafeMutableBufferPointer<Float>) {
        withBytes(of: tensor) { tensor.decode($0, into: target) }
    }

    /// The bytes of a tensor. A mapped file's memory is given back: they are read when the file is checked, and when they are
    /// used, and both are soon over.
    private func withBytes(of tensor: StoredTensor, _ body: (UnsafeRawBufferPointer) -> Void) {
        self.body.withUnsafeBytes {
            let bytes = UnsafeRawBufferPointer(rebasing: $0[tensor.bytes])
            body(bytes)
            file?.rest(bytes)
        }
    }
}

extension SafetensorsReader: TensorSource {
    public var names: Set<String> { Set(stored.keys) }

    public func shape(of name: String) -> [Int]? { stored[name]?.shape }

    public func holdsIntegers(_ name: String) -> Bool {
        switch stored[name]?.element {
        case .int64, .int32, .int8: true
        case .float32, .float16, nil: false
        }
    }

    public func copyIntegers(of name: String, to target: UnsafeMutableBufferPointer<Int8>) -> Bool {
        guard let tensor = stored[name], tensor.element == .int8 else { return false }
        withBytes(of: tensor) { UnsafeMutableRawBufferPointer(target).copyMemory(from: $0) }
        return true
    }

    public func copyValues(of name: String, to target: UnsafeMutableBufferPointer<Float>) {
        if let tensor = stored[name] { copy(tensor, to: target) }
    }
}

// MARK: - Header

extension SafetensorsReader {
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
}
