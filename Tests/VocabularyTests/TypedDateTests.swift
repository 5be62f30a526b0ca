import Testing
import Vocabulary

@Suite("A day typed in three boxes")
struct TypedDateTests {
    private func fault(_ day: String, _ month: String, _ year: String) -> String? {
        do throws(InvalidInput) {
            _ = try TypedDate(day: day, month: month, year: year).required(field: "on", called: "the date")
            return nil
        } catch { return error.faults.first?.message }
    }

    @Test("a day that exists is read, with or without leading zeros, months by number or name")
    func reads() throws {
        let expected = CalendarDate(year: 2004, month: 2, day: 9)
        for month in ["2", "02", " 2 ", "Feb", "february"] {
            let date = try TypedDate(day: "09", month: month, year: "2004").required(field: "on", called: "the date")
            #expect(date == expected)
        }
    }

    @Test("31 February is named as the day that does not exist")
    func thirtyFirstOfFebruary() {
        #expect(fault("31", "2", "2004") == "There is no 31 February 2004.")
        #expect(fault("29", "2", "2026") == "There is no 29 February 2026.")
        #expect(fault("1", "13", "2004") == "There is no month 13. Months go from 1 to 12.")
    }

    @Test("what is missing or no number is said")
    func missing() {
        #expect(fault("", " ", "") == "Enter the date.")
        #expect(fault("3", "", "") == "The date must include a month and a year.")
        #expect(fault("third", "3", "2004") == "The day must be a number. You entered “third”.")
        #expect(fault("3", "3", "04") == "Enter the year with 4 digits, for example 2004.")
        #expect(fault("\u{661}", "3", "2004") == "The day must be a number. You entered “\u{661}”.")
    }

    @Test(
        "a day in one line is read in the usual ways of writing it",
        arguments: ["9/3/2004", "09.03.2004", "9 3 2004", " 9-3-2004 ", "9 March 2004", "9 mar 2004", "2004-03-09"])
    func line(_ typed: String) throws {
        let date = try #require(TypedDate(line: typed)).required(field: "on", called: "the date")
        #expect(date == CalendarDate(year: 2004, month: 3, day: 9))
    }

    @Test(
        "a name, a reference or a number is no day in one line",
        arguments: ["", "Ana May Lee", "9 Maria 2004", "FB-7K3M-92", "943 476 5919", "9434765919", "9/3", "9/3/2004/1"])
    func noLine(_ typed: String) { #expect(TypedDate(line: typed) == nil) }

    @Test("what is wrong with a day in one line is said as with one in three boxes")
    func wrongLine() throws {
        let none = try #require(TypedDate(line: "31/2/2004"))
        #expect(fault(none.day, none.month, none.year) == "There is no 31 February 2004.")
        let short = try #require(TypedDate(line: "9/3/04"))
        #expect(fault(short.day, short.month, short.year) == "Enter the year with 4 digits, for example 2004.")
    }

    @Test("a day in the future is refused where only the past makes sense")
    func future() throws {
        let today = try #require(CalendarDate(year: 2026, month: 11, day: 20))
        let tomorrow = TypedDate(today.adding(days: 1))
        let expected = InvalidInput("on", "The date cannot be in the future.")
        #expect(throws: expected) { try tomorrow.past(field: "on", called: "the date", today: today) }
        #expect(try TypedDate(today).past(field: "on", called: "the date", today: today) == today)
    }
}

@Suite("A time of day as people type it")
struct TypedTimeTests {
    @Test("usual spellings are read", arguments: ["23:05", "2305", "23.05", "11.05pm", "11:05 PM", "1105pm"])
    func reads(_ typed: String) throws {
        #expect(try TypedTime.required(typed, field: "time", called: "the time") == 23 * 60 + 5)
    }

    @Test("midnight and noon are not confused")
    func twelve() throws {
        #expect(try TypedTime.required("12am", field: "time", called: "the time") == 0)
        #expect(try TypedTime.required("12pm", field: "time", called: "the time") == 720)
        #expect(try TypedTime.required("9", field: "time", called: "the time") == 540)
    }

    @Test("what is no time is refused", arguments: ["25:00", "12:60", "13pm", "soon", "1:5", "::", "0am"])
    func refuses(_ typed: String) {
        #expect(throws: InvalidInput.self) { try TypedTime.required(typed, field: "time", called: "the time") }
    }
}

@Suite("A day typed in one box, and the end of one")
struct DayWordsTests {
    @Test(
        "a day is read as people here write it, or as programs do",
        arguments: [
            "27/11/2026", "27.11.2026", "27 November 2026", "2026-11-27", " 27/11/2026 ",
        ])
    func reads(_ text: String) {
        #expect(CalendarDate(typed: text) == CalendarDate(year: 2026, month: 11, day: 27))
    }

    @Test("what is no day is none", arguments: ["", "11/27/2026", "27/11", "27/11/26", "31/2/2026", "tomorrow"])
    func refuses(_ text: String) { #expect(CalendarDate(typed: text) == nil) }

    @Test("midnight is the end of the day before; any other moment is itself")
    func ending() throws {
        let sunday = try #require(CalendarDate(year: 2026, month: 11, day: 29))
        #expect(UKTime.ending(sunday.start) == "the end of Saturday 28 November 2026")
        #expect(UKTime.ending(sunday.at(minute: 90)) == "Sunday 29 November 2026 at 01:30")
    }
}
