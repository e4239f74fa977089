import Foundation
import Recurrent
import Safetensors

/// A case computed by PyTorch in double precision: `Tests/Reference/recurrent.py` makes the files.
struct PyTorchFixture {
    let file: SafetensorsFile
    let lengths: [Int]

    /// - Parameter hasSequences: false for a case about parameters alone.
    init(_ name: String, hasSequences: Bool = true) throws {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).safetensors")
        file = try SafetensorsFile(contentsOf: url)
        lengths = hasSequences ? try Self.required(file, "lengths").values.map { Int($0) } : []
    }

    static func required(_ file: SafetensorsFile, _ name: String) throws -> Tensor {
        guard let tensor = file.tensors[name] else {
            throw SafetensorsError.missing(path: "fixture", tensor: name)
        }
        return tensor
    }

    /// A padded tensor [N, T, D] as sequences of their own lengths; `steps` are the rows of each.
    func sequences(_ name: String, steps: [Int]? = nil) throws -> [Matrix] {
        let tensor = try Self.required(file, name)
        let (longest, size) = (tensor.shape[1], tensor.shape[2])
        return (steps ?? lengths).enumerated().map { index, rows in
            let start = index * longest * size
            return Matrix(rows: rows, columns: size, values: Array(tensor.values[start..<start + rows * size]))
        }
    }

    /// The parameters (or, with `prefix: "grad."`, their gradients) in a network's order. Parameters of a network that
    /// the file does not have are taken from `fallback`.
    func parameters(
        of network: RecurrentNetwork, prefix: String = "param.", fallback: (String) -> [Float]? = { _ in nil }
    ) throws -> [Float] {
        var values: [Float] = []
        for entry in network.layout.entries {
            let short = entry.name.hasPrefix("rnn.") ? String(entry.name.dropFirst(4)) : entry.name
            if let tensor = file.tensors[prefix + entry.name] ?? file.tensors[prefix + short] {
                precondition(tensor.shape == entry.shape)
                values += tensor.values
            } else if let standard = fallback(entry.name) {
                values += standard
            } else {
                throw SafetensorsError.missing(path: "fixture", tensor: entry.name)
            }
        }
        return values
    }
}

/// The largest |a − b| as a share of the largest |b|.
func relativeDifference(_ a: [Float], _ b: [Float]) -> Float {
    precondition(a.count == b.count, "\(a.count) values against \(b.count)")
    let scale = b.map(abs).max() ?? 0
    let difference = zip(a, b).map { abs($0 - $1) }.max() ?? 0
    return scale > 0 ? difference / scale : difference
}

func relativeDifference(_ a: [Matrix], _ b: [Matrix]) -> Float {
    relativeDifference(a.flatMap(\.values), b.flatMap(\.values))
}
