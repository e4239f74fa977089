extension Manifest {
    /// Reads DeepSpeech's CSV. The duration stays unknown: a file's size does not tell it.
    static func readCSV(_ path: String, into reading: inout ManifestReading) {
        guard let table = reading.attempt({ () throws(ManifestError) in try Table(path) }) else { return }
        for row in table.rows {
            reading.add(path, line: row.line) { () throws(ManifestError) in
                guard row.fields.count == table.width else {
                    throw .raggedRow(path: path, line: row.line, expected: table.width, found: row.fields.count)
                }
                let name = row.fields[table.audio]
                let audio = try audioPath(name, in: path, line: row.line)
                return Utterance(id: name, audio: audio, text: row.fields[table.text])
            }
        }
    }
}

/// A CSV file's rows below its header, and which columns matter.
private struct Table {
    var rows: ArraySlice<CSV.Row> = []
    var width = 0
    var audio = 0
    var text = 0

    init(_ path: String) throws(ManifestError) {
        let contents = try Manifest.contents(of: path)
        do throws(CSV.Misquoted) {
            rows = try CSV.rows(of: contents)[...]
        } catch {
            throw .misquoted(path: path, line: error.line)
        }
        guard let header = rows.popFirst() else { return }
        func column(_ name: String) throws(ManifestError) -> Int {
            guard let index = header.fields.firstIndex(of: name) else {
                throw .missingColumn(path: path, column: name)
            }
            return index
        }
        (width, audio, text) = (header.fields.count, try column("wav_filename"), try column("transcript"))
    }
}
