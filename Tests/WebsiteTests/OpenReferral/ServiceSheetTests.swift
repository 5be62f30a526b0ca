import Directory
import Foundation
import Testing
import Vocabulary

@testable import OpenReferral
@testable import Website

@Suite("The table of open services")
struct ServiceSheetTests {
    @Test("is comma-separated values with a header, to be saved as a file")
    func download() async throws {
        try await OpenWorld.with { world in
            let answer = try await world.ask("/open-directory/services.csv")
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/csv; charset=utf-8; header=present")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"services.csv\"")
            let lines = answer.body.components(separatedBy: "\r\n")
            #expect(lines.count == 3 && lines[0].hasPrefix("\"id\",\"name\",\"kind\"") && lines[2].isEmpty)
            #expect(lines[1].contains("\"Student Wellbeing\",\"Student wellbeing\",\"University of Leeds\""))
        }
    }

    @Test(
        "turns what a spreadsheet would take for a formula into text",
        arguments: ["=1+1", "+44 113", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"])
    func formulas(_ value: String) {
        var table = CSVText()
        table.append([value])
        #expect(table.text == "\"'\(value)\"\r\n")
    }

    @Test("keeps everything else as it is, quotation marks, commas and lines in it too")
    func quoting() {
        var table = CSVText()
        table.append(["a \"b\", c", "x\ny", "", "0113 = 1"])
        #expect(table.text == "\"a \"\"b\"\", c\",\"x\ny\",\"\",\"0113 = 1\"\r\n")
    }
}
