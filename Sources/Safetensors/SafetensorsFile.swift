import Foundation

/// A safetensors file in memory: named tensors and a dictionary of strings.
///
/// ``SafetensorsReader`` says what is read; integers become the nearest float (exact up to 2²⁴).
public struct SafetensorsFile: Sendable {
    /// The tensors by name.
    public var tensors: [String: Tensor]
    /// The strings under `__metadata__`.
    public var metadata: [String: String]

    public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }
}

extension SafetensorsFile: TensorSource {
    public var names: Set<String> { Set(tensors.keys) }

    public func shape(of name: String) -> [Int]? { tensors[name]?.shape }

    public func copyValues(of name: String, to target: UnsafeMutableBufferPointer<Float>) {
        guard let values = tensors[name]?.values else { return }
        _ = target.update(fromContentsOf: values)
    }
}

// MARK: - Reading

extension SafetensorsFile {
    /// Reads a file: every tensor is checked and decoded. ``SafetensorsReader`` decodes one at a time.
    public init(contentsOf url: URL) throws(SafetensorsError) {
        self.init(try SafetensorsReader(contentsOf: url))
    }

    /// Decodes a file's bytes; `path` is what an error message calls them.
    public init(data: Data, path: String) throws(SafetensorsError) {
        self.init(try SafetensorsReader(data: data, path: path))
    }

    private init(_ reader: SafetensorsReader) {
        self.init(tensors: reader.tensors(), metadata: reader.metadata)
    }
}

// MARK: - Writing

extension SafetensorsFile {
    /// Returns the file's bytes, tensors in the order of their names, the header padded to a multiple of 8.
    ///
    /// - Parameter integers: tensors of whole numbers in −128…127, which are stored in 8 bits each.
    public func encoded(as storage: StorageType = .float32, integers: Set<String> = []) -> Data {
        let names = tensors.keys.sorted()
        var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
        var offset = 0
        for name in names {
            guard let tensor = tensors[name] else { continue }
            let isInteger = integers.contains(name)
            let end = offset + tensor.values.count * (isInteger ? 1 : storage.byteCount)
            header[name] = [
                "dtype": isInteger ? StoredTensor.Element.int8.rawValue : storage.rawValue,
                "shape": tensor.shape, "data_offsets": [offset, end],
            ]
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
            case _ where integers.contains(name): Self.append(tensor.values.map { Int8($0) }, to: &data)
            case .float32: Self.append(tensor.values.map { $0.bitPattern.littleEndian }, to: &data)
            case .float16: Self.append(tensor.values.map { Float16($0).bitPattern.littleEndian }, to: &data)
            }
        }
        return data
    }

    /// Writes the file atomically: a reader sees the old contents or the new, never a part.
    public func write(
        to url: URL, as storage: StorageType = .float32, integers: Set<String> = []
    ) throws(SafetensorsError) {
        do {
            try encoded(as: storage, integers: integers).write(to: url, options: .atomic)
        } catch {
            throw .unwritable(path: url.path, reason: error.systemReason)
        }
    }

    private static func append<T>(_ elements: [T], to data: inout Data) {
        elements.withUnsafeBytes { data.append(contentsOf: $0) }
    }
}
