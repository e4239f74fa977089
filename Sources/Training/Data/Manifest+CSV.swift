extension Manifest {
    /// Reads DeepSpeech's CSV. The duration stays unknown: a file's size does not tell it.
    static func readCSV(_ path: String) throws(ManifestError) -> [Utterance] {
        let text = try contents(of: path)
        let rows: [CSV.Row]
        do throws(CSV.Misquoted) {
            rows = try CSV.rows(of: text)
        } catch {
            throw .misquoted(path: path, line: error.line)
        }
        guard let header = rows.first else { return [] }
        func column(_ name: String) throws(ManifestError) -> Int {
            guard let index = header.fields.firstIndex(of: name) else {
                throw .missingColumn(path: path, column: name)
            }
            return index
        }
        let (audioColumn, textColumn) = (try column("wav_filename"), try column("transcript"))
        var utterances: [Utterance] = []
        for row in rows.dropFirst() {
            guard row.fields.count == header.fields.count else {
                throw .raggedRow(
                    path: path, line: row.line, expected: header.fields.count, found: row.fields.count)
            }
            let name = row.fields[audioColumn]
            let audio = try audioPath(name, in: path, line: row.line)
            utterances.append(Utterance(id: name, audio: audio, text: row.fields[textColumn]))
        }
        return utterances
    }
}
