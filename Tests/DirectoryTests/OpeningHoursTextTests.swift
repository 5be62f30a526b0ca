import Testing
import Vocabulary

@testable import Directory

@Suite("Opening hours as people type them")
struct OpeningHoursTextTests {
    @Test(
        "many ways of writing the same",
        arguments: [
            ("9-17", "09:00 to 17:00"), ("09:00 to 17:00", "09:00 to 17:00"), ("9am – 5.30pm", "09:00 to 17:30"),
            ("8.30-12, 13-16", "08:30 to 12:00, 13:00 to 16:00"), ("24 hours", "24 hours"),
            ("20:00-24:00", "20:00 to 24:00"),
            ("12am-12pm", "00:00 to 12:00"), ("", ""), ("Closed", ""),
        ])
    func reads(_ typed: String, _ written: String) throws {
        let hours = try OpeningHoursText.read(typed, .monday, .term, field: "term.1")
        #expect(OpeningHoursText.write(hours) == written)
        #expect(hours.allSatisfy { $0.period == .term && $0.weekday == .monday })
    }

    @Test(
        "what is not understood is refused with an example, beside its field",
        arguments: [
            "nine to five", "25-26", "9", "9-17-18", "9:75-10", "24:30-25", "🙂",
        ])
    func refuses(_ typed: String) {
        let invalid = #expect(throws: InvalidInput.self) {
            try OpeningHoursText.read(typed, .monday, .always, field: "always.1")
        }
        #expect(invalid?.faults.first?.field == "always.1")
        #expect(invalid?.faults.first?.message.contains("09:00 to 17:00") == true)
    }
}
