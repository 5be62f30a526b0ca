import Testing
import Vocabulary

@testable import Directory

@Suite("Words that belong to a person")
struct PersonalWordsTests {
    private let people = PersonalWords([
        (name: "Dr Priya Shah", telephone: "+44 7700 900123"), (name: "Sam O’Reed", telephone: nil),
        (name: "Cher", telephone: nil),
    ])

    @Test(
        "are names in any spelling, numbers in any spelling, and e-mail addresses",
        arguments: [
            "Ask for Priya Shah.", "PRIYA  SHAH", "see dr. shah first", "Ask Sam O'Reed", "07700 900 123",
            "+44 (7700) 900-123", "write to desk@leeds.example", "Prof Cher", "(priya.shah@leeds.example)",
        ])
    func found(_ text: String) {
        #expect(people.occur(in: text))
    }

    @Test(
        "are not a first name, a surname alone, other numbers, or an @ that is no address",
        arguments: ["", "Priya", "The Shah Building", "Cher", "0113 496 0110", "open @ 9", "@wellbeing", "Samo Reedy"])
    func notFound(_ text: String) {
        #expect(!people.occur(in: text))
    }
}

@Suite("Ages that a service names")
struct AgeRangeTests {
    @Test("are whole years, either of which may be left out")
    func read() throws {
        #expect(try AgeRange(typedYoungest: " 18 ", typedOldest: "") == AgeRange(youngest: 18))
        #expect(try AgeRange(typedYoungest: "", typedOldest: "") == .any)
        #expect(AgeRange(youngest: 16, oldest: 25).words == "16 to 25")
        #expect(AgeRange(youngest: 18).words == "18 and over" && AgeRange(oldest: 25).words == "Up to 25")
        #expect(AgeRange.any.words == nil)
    }

    @Test("are refused by their fields, all at once")
    func refused() {
        let wrong = [("x", "200", ["youngest", "oldest"]), ("30", "20", ["oldest"]), ("-1", "", ["youngest"])]
        for (youngest, oldest, fields) in wrong {
            let fault = #expect(throws: InvalidInput.self) {
                try AgeRange(typedYoungest: youngest, typedOldest: oldest)
            }
            #expect(fault?.faults.map(\.field) == fields)
        }
    }
}
