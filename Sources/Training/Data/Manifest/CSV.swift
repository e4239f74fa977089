/// Comma-separated values after RFC 4180: fields may be in quotes, and then hold commas, line ends and doubled quotes.
enum CSV {
    struct Row: Equatable {
        /// The line on which the row begins, from 1.
        let line: Int
        var fields: [String]
    }

    /// A quoted field that does not end, or goes on after its closing quote.
    struct Misquoted: Error {
        let line: Int
    }

    /// The rows of a text; empty lines are passed over. O(n).
    static func rows(of text: String) throws(Misquoted) -> [Row] {
        var rows: [Row] = []
        var rest = text.unicodeScalars[...]
        var line = 1
        while !rest.isEmpty {
            var row = Row(line: line, fields: [])
            repeat { row.fields.append(try field(&rest, &line)) } while rest.popFirst(if: ",")
            _ = rest.popFirst(if: "\r")
            guard rest.popFirst(if: "\n") || rest.isEmpty else { throw Misquoted(line: row.line) }
            line += 1
            if row.fields != [""] { rows.append(row) }
        }
        return rows
    }

    /// Takes one field off the beginning of `rest`, and counts the line ends inside it.
    private static func field(_ rest: inout Substring.UnicodeScalarView, _ line: inout Int) throws(Misquoted) -> String
    {
        guard rest.popFirst(if: "\"") else {
            let end = rest.firstIndex { $0 == "," || $0 == "\n" || $0 == "\r" } ?? rest.endIndex
            defer { rest = rest[end...] }
            return String(rest[..<end])
        }
        let firstLine = line
        var field = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\n" { line += 1 }
            if scalar != "\"" || rest.popFirst(if: "\"") {
                field.append(scalar)
            } else {
                return String(field)
            }
        }
        throw Misquoted(line: firstLine)
    }
}

extension Substring.UnicodeScalarView {
    /// Takes the first scalar off if it is `scalar`; returns whether it was.
    fileprivate mutating func popFirst(if scalar: Unicode.Scalar) -> Bool {
        guard first == scalar else { return false }
        removeFirst()
        return true
    }
}
