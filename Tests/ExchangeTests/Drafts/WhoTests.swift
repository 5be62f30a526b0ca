import Exchange
import Students
import Testing
import Vocabulary

@Suite("Step 1: who is it about?")
struct WhoTests {
    private let today = CalendarDate(year: 2026, month: 11, day: 20)!

    private func who(
        number: String = "", given: String = "", family: String = "", born: TypedDate = TypedDate()
    ) -> NoticeDraft.Who {
        var who = NoticeDraft.Who()
        (who.nhsNumber, who.givenName, who.familyName, who.birthDate) = (number, given, family, born)
        return who
    }

    private func faults(_ who: NoticeDraft.Who) -> [String: String] {
        do throws(InvalidInput) {
            _ = try who.check(today: today)
            return [:]
        } catch { return Dictionary(error.faults.map { ($0.field, $0.message) }, uniquingKeysWith: { a, _ in a }) }
    }

    @Test("an NHS number is enough, with spaces anywhere")
    func number() throws {
        let sought = try who(number: " 943 476 5919 ").check(today: today)
        #expect(sought.nhsNumber?.digits == "9434765919")
        #expect(sought.named == nil)
    }

    @Test("a wrong NHS number says what is wrong, and what was typed stays")
    func wrongNumber() {
        let short = who(number: "943 476 591")
        #expect(faults(short)["nhsNumber"] == "An NHS number has 10 digits. You entered 9.")
        #expect(short.nhsNumber == "943 476 591")
        #expect(faults(who(number: "943476591O"))["nhsNumber"]?.contains("“O”") == true)
        #expect(faults(who(number: "9434765918"))["nhsNumber"]?.contains("last digit does not match") == true)
    }

    @Test("with neither number nor name, one thing is asked")
    func nothing() {
        #expect(faults(who(number: " \u{0} ")) == ["nhsNumber": "Enter an NHS number, or a name and date of birth."])
    }

    @Test("half a name tells every part that is missing at once")
    func halfAName() {
        let found = faults(who(number: "12", given: "Sam"))
        #expect(Set(found.keys) == ["nhsNumber", "familyName", "birthDate"])
    }

    @Test(
        "a date of birth in the future, on 31 February or 130 years ago is refused",
        arguments: [
            (TypedDate(day: "21", month: "11", year: "2026"), "cannot be in the future"),
            (TypedDate(day: "31", month: "2", year: "2004"), "There is no 31 February 2004."),
            (TypedDate(day: "1", month: "1", year: "1890"), "more than 120 years"),
        ])
    func birthDate(_ typed: TypedDate, _ message: String) {
        #expect(faults(who(given: "Sam", family: "Reed", born: typed))["birthDate"]?.contains(message) == true)
    }

    @Test("names may be right to left or hold emoji; NUL and line breaks go; 100 characters at most")
    func names() throws {
        let born = TypedDate(day: "9", month: "3", year: "2004")
        let sought = try who(given: "שרה\u{0} 😀", family: "O’Neill\nReed", born: born).check(today: today)
        #expect(sought.named?.givenName == "שרה 😀")
        #expect(sought.named?.familyName == "O’Neill Reed")
        let long = faults(who(given: String(repeating: "é", count: 300), family: "Reed", born: born))
        #expect(long["givenName"] == "The given name must be 100 characters or fewer; it is 200 over.")
        #expect(
            faults(who(given: "\u{200B}\u{2060}", family: "Reed", born: born))["givenName"] == "Enter the given name.")
    }

    @Test("a number nobody knows needs a name as well")
    func unknownNumber() {
        #expect(throws: InvalidInput.self) { try who(number: "9434765919").checkForNewRecord(today: today) }
    }

    @Test("consent and reasons are not carried over to somebody else, and are kept when a name is corrected")
    func anotherPerson() {
        var draft = NoticeDraft(at: CalendarDate(year: 2026, month: 11, day: 20)!.start)
        let person = PersonID(at: draft.startedAt)
        var first = who(number: "9434765919")
        first.choice = .known(person)
        draft.replaceWho(by: first)
        draft.consent.answer = .given
        var corrected = who(given: "Sam", family: "Reed")
        corrected.choice = .known(person)
        draft.replaceWho(by: corrected)
        #expect(draft.consent.answer == .given)
        var other = who(given: "Alex", family: "Reed")
        other.choice = .new
        draft.replaceWho(by: other)
        #expect(draft.consent.answer == nil)
    }
}
