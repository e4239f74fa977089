import Foundation

/// A two-dimensional array of 32-bit floats in NumPy's format, version 1.0:
/// <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
struct NumPyFile {
    let rows: Int
    let columns: Int
    /// Row-major.
    let values: [Float]

    /// The file's bytes: magic, version, header length, header padded to a multiple of 64, data.
    var encoded: Data {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        let unpadded = 10 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
        var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0])
        withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(Data(header.utf8))
        values.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }

    func write(to path: String) throws(OutputError) {
        try OutputFile(path).write(encoded)
    }
}
