/// A table as comma-separated values (RFC 4180), safe to be opened in a spreadsheet.
struct CSVText {
    private(set) var text = ""

    mutating func append(_ cells: [String]) {
        text += cells.map(Self.cell).joined(separator: ",") + "\r\n"
    }

    /// In quotation marks throughout. A cell that a spreadsheet would take for a formula gets an apostrophe before it, which
    /// makes it text (OWASP, “CSV Injection”).
    private static func cell(_ value: String) -> String {
        let isFormula = value.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + value.replacing("\"", with: "\"\"") + "\""
    }
}
