import Recurrent
import Safetensors

/// Several sets of parameters of one layout in one file, such as weights and their moments.
extension SafetensorsFile {
    /// Adds a set: its tensors' names begin with its own.
    mutating func add(_ values: [Float], of layout: ParameterLayout, as part: String) {
        for (name, tensor) in layout.tensors(values) { tensors["\(part).\(name)"] = tensor }
    }

    /// A set that is there.
    func values(of layout: ParameterLayout, part: String, path: String) throws -> [Float] {
        let prefix = part + "."
        var file = SafetensorsFile()
        for (name, tensor) in tensors where name.hasPrefix(prefix) {
            file.tensors[String(name.dropFirst(prefix.count))] = tensor
        }
        return try StoredWeights(file, layout: layout, path: path).all
    }
}
