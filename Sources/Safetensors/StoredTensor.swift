/// A tensor as it lies in a file.
struct StoredTensor: Sendable {
    /// What its elements are.
    enum Element: String {
        case float32 = "F32"
        case float16 = "F16"
        case int64 = "I64"
        case int32 = "I32"
        case int8 = "I8"

        var byteCount: Int {
            switch self {
            case .int64: 8
            case .float32, .int32: 4
            case .float16: 2
            case .int8: 1
            }
        }
    }

    let element: Element
    let shape: [Int]
    /// Where it lies in the bytes that follow the header.
    let bytes: Range<Int>
    /// Its elements.
    let count: Int

    /// Checks what a header says of a tensor.
    init(
        dtype: String, shape: [Int], dataOffsets: [Int], name: String, bodyLength: Int, path: String
    ) throws(SafetensorsError) {
        func malformed(_ reason: String) -> SafetensorsError {
            .malformed(path: path, reason: "tensor '\(name)' \(reason)")
        }
        guard dataOffsets.count == 2 else { throw malformed("has not two data offsets") }
        let (start, end) = (dataOffsets[0], dataOffsets[1])
        guard start >= 0, start <= end, end <= bodyLength else {
            throw malformed("lies at bytes \(start)..<\(end), outside the \(bodyLength) bytes that follow the header")
        }
        var count = 1
        for extent in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow else { throw malformed("has the impossible shape \(shape)") }
            count = product
        }
        guard let element = Element(rawValue: dtype) else {
            throw malformed("has the type \(dtype); F32, F16, I64, I32 and I8 are read")
        }
        let (size, overflow) = count.multipliedReportingOverflow(by: element.byteCount)
        guard !overflow, size == end - start else {
            throw malformed("of type \(dtype) and shape \(shape) cannot take \(end - start) bytes")
        }
        (self.element, self.shape, self.count) = (element, shape, count)
        bytes = start..<end
    }

    /// Writes its elements as floats to memory that holds as many.
    func decode(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>) {
        func convert<T: BitwiseCopyable>(_ type: T.Type, _ value: (T) -> Float) {
            for index in 0..<count {
                target[index] = value(
                    source.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: T.self))
            }
        }
        switch element {
        case .float32: convert(UInt32.self) { Float(bitPattern: UInt32(littleEndian: $0)) }
        case .float16: convert(UInt16.self) { Self.float(half: UInt16(littleEndian: $0)) }
        case .int64: convert(Int64.self) { Float(Int64(littleEndian: $0)) }
        case .int32: convert(Int32.self) { Float(Int32(littleEndian: $0)) }
        case .int8: convert(Int8.self) { Float($0) }
        }
    }

    /// What `Float(Float16(bitPattern:))` is, in a form that a compiler can vectorise for any processor.
    private static func float(half: UInt16) -> Float {
        let half = UInt32(half)
        let magnitude = (half & 0x7FFF) &<< 13
        // The exponents' biases differ by 112; that of infinity and NaN is all ones.
        var bits = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
        bits |= magnitude >= 0x0F80_0000 ? 0x7F80_0000 : 0
        return Float(bitPattern: bits | (half & 0x8000) &<< 16)
    }
}
