import Foundation
import Testing

@testable import Directory

@Suite("Reading a CSV file")
struct CSVTableTests {
    @Test("quoted commas, doubled quotes, line breaks inside values, a byte order mark and CRLF are read")
    func reads() throws {
        let text = "\u{FEFF}name,place\r\n\"Reed, Sam\",\"the \"\"old\"\" mill\"\r\n\"two\nlines\",Leeds\r\nlast,\n"
        let table = try CSVTable(Data(text.utf8), file: "a.csv", needing: ["name", "place"])
        #expect(table.rows.map { $0["name"] } == ["Reed, Sam", "two\nlines", "last"])
        #expect(table.rows.map { $0["place"] } == ["the \"old\" mill", "Leeds", ""])
        #expect(table.rows.map(\.line) == [2, 3, 5])
    }

    @Test(
        "a file that is not CSV is refused with line and column",
        arguments: [
            ("name\n\"never closed\nmore", 2, 1, "never closed"),
            ("name\nsome \"quoted\" text", 2, 6, "quotation mark"),
            ("name\n\"a\" b", 2, 4, "between a closing quotation mark"),
            ("name\nPNG\u{0}", 2, 4, "not text"),
            ("naïve é\"", 1, 8, "quotation mark"),
        ])
    func refused(_ text: String, _ line: Int, _ column: Int, _ words: String) {
        let refusal = #expect(throws: ImportRefusal.self) {
            try CSVTable(Data(text.utf8), file: "a.csv", needing: ["name"])
        }
        #expect(refusal?.line == line)
        #expect(refusal?.column == column)
        #expect(refusal?.message.contains(words) == true)
    }

    @Test("an empty file, bytes that are no text, and another file than was meant are refused")
    func wrongFile() {
        let empty = #expect(throws: ImportRefusal.self) { try CSVTable(Data(), file: "a.csv", needing: ["name"]) }
        #expect(empty?.message == "The file is empty.")
        let binary = #expect(throws: ImportRefusal.self) {
            try CSVTable(Data([0x6E, 0x0A, 0xFF, 0xFE]), file: "a.csv", needing: ["n"])
        }
        #expect(binary?.line == 2)
        let other = #expect(throws: ImportRefusal.self) {
            try CSVTable(Data("colour,size\nred,3".utf8), file: "a.csv", needing: ["UKPRN"])
        }
        #expect(
            other?.description
                == "a.csv, line 1, column 12: The header has no column “UKPRN”. This is not the file that was expected."
        )
    }

    @Test("a folder without the files is refused by the name of the first, and nothing is read by halves")
    func missing() {
        let nowhere = FileManager.default.temporaryDirectory.appending(path: "no-such-folder")
        let refusal = #expect(throws: ImportRefusal.self) { try OpenData.read(nowhere) }
        #expect(refusal?.file == "icb_2026_36.csv")
    }

    @Test("a row with too few or too many fields is refused by its line, and the others are kept")
    func ragged() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "directory-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: OpenData.shippedFolder, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "nicknames.csv")
        try Data("ukprn,nickname\n10007795\n10007784,UCL,extra\n10007784,UCL\n10000000,Nowhere\n".utf8).write(to: file)
        let notes = try OpenData.read(folder).notes.filter { $0.file == "nicknames.csv" }
        #expect(notes.map(\.line) == [2, 3, 5])
        #expect(notes.map(\.kind) == [.refused, .refused, .refused])
        #expect(notes.first?.message == "It has 1 fields where the header has 2.")
    }
}
