import Database
import Foundation
import Students
import Testing
import Vocabulary

@Suite("Finding and creating a person")
struct PeopleTests {
    private let birth = Town.samReed.birthDate

    @Test("a person is found by NHS number, and the look-up is in the log")
    func byNumber() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let found = try await town.students.find(
                SoughtPerson(nhsNumber: NHSNumber("9434765919")), by: town.otherClinician)
            #expect(found.map(\.person.id) == [sam])
            #expect(try await town.audited("person.looked_up") == 1)
        }
    }

    @Test(
        "a person is found by full name and date of birth, however it is typed",
        arguments: [("sam", "REED"), (" Sam ", "Re-ed"), ("Säm", "Reed"), ("Reed", "Sam")]
    )
    func byName(given: String, family: String) async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let found = try await town.students.find(
                SoughtPerson(named: .init(givenName: given, familyName: family, birthDate: birth)), by: town.clinician)
            #expect(found.map(\.person.id) == [sam])
        }
    }

    @Test("part of a key finds nobody", arguments: [("Sam", "Ree"), ("S", "Reed"), ("", "Reed")])
    func partOfAKey(given: String, family: String) async throws {
        try await Town.open { town in
            _ = try await town.sam()
            let found = try await town.students.find(
                SoughtPerson(named: .init(givenName: given, familyName: family, birthDate: birth)), by: town.clinician)
            #expect(found.isEmpty)
            #expect(try await town.audited("person.looked_up") == 1)
        }
    }

    @Test("the name is looked for where the number is nobody's, and each look-up is in the log")
    func numberThenName() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let named = SoughtPerson.Named(givenName: "Sam", familyName: "Reed", birthDate: birth)
            let mistyped = try SoughtPerson(nhsNumber: NHSNumber("9990000018"), named: named)
            let found = try await town.students.find(mistyped, by: town.clinician)
            #expect(found.map(\.person.id) == [sam])
            #expect(found.map(\.ground) == [.nameAndBirthDate])
            #expect(try await town.audited("person.looked_up") == 2)
            let right = try SoughtPerson(nhsNumber: NHSNumber("9434765919"), named: named)
            #expect(try await town.students.find(right, by: town.clinician).map(\.ground) == [.nhsNumber])
            #expect(try await town.audited("person.looked_up") == 3)
        }
    }

    @Test("nobody but a clinician looks anybody up")
    func denied() async throws {
        try await Town.open { town in
            let student = try await town.signIn(town.sam())
            for actor in [town.practitioner, town.lead, town.oper, student] {
                await #expect(throws: Forbidden.self) {
                    try await town.students.find(SoughtPerson(nhsNumber: NHSNumber("9434765919")), by: actor)
                }
                await #expect(throws: Forbidden.self) {
                    try await town.students.find(
                        SoughtPerson(named: .init(givenName: "Sam", familyName: "Reed", birthDate: birth)), by: actor)
                }
            }
        }
    }

    @Test("a likely duplicate is offered, and nobody is merged")
    func duplicates() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let again = NewPerson(nhsNumber: nil, givenName: "SAM", familyName: "reed", birthDate: birth)
            let offered = try await town.engine.read { [keys = town.keys] in
                try StudentsStore.likelyDuplicates(of: again, keys: keys, in: $0)
            }
            #expect(offered.map(\.person.id) == [sam])
            #expect(offered.map(\.ground) == [.nameAndBirthDate])
            #expect(try await town.create(again) != sam)
        }
    }

    @Test("the same NHS number under another name is offered with a warning, and cannot be a second person")
    func sameNumber() async throws {
        try await Town.open { town in
            _ = try await town.sam()
            let other = NewPerson(
                nhsNumber: try NHSNumber("9434765919"), givenName: "Zoë", familyName: "Quinn", birthDate: birth
            )
            let offered = try await town.engine.read { [keys = town.keys] in
                try StudentsStore.likelyDuplicates(of: other, keys: keys, in: $0)
            }
            #expect(offered.map(\.differs) == [true])
            await #expect(throws: Conflict.self) { try await town.create(other) }
        }
    }

    @Test("an NHS number is added once to who had none, and never to two people")
    func addNumber() async throws {
        try await Town.open { town in
            let ada = try await town.create(
                NewPerson(nhsNumber: nil, givenName: "Ada", familyName: "Obi", birthDate: birth)
            )
            let number = try NHSNumber("9434765919")
            let add = { (person: PersonID) in
                try await town.engine.write { [keys = town.keys, now = town.clock.now] in
                    try StudentsStore.add(number, to: person, by: town.clinician, at: now, keys: keys, in: $0)
                }
            }
            try await add(ada)
            await #expect(throws: Conflict.self) { try await add(ada) }
            #expect(try await town.students.person(ada, as: town.clinician).nhsNumber == number)
        }
    }

    @Test("names, numbers and dates are unreadable in the file")
    func sealed() async throws {
        try await Town.open { town in
            _ = try await town.sam()
            let row = try await town.engine.read { try $0.row("SELECT * FROM person") }
            for column in ["nhs_number_sealed", "given_name_sealed", "family_name_sealed", "birth_date_sealed"] {
                let data: Data = try #require(try row?(column))
                #expect(["Sam", "Reed", "9434765919", "2005"].allSatisfy { data.range(of: Data($0.utf8)) == nil })
            }
            let index: String = try #require(try row?("nhs_number_index"))
            #expect(!index.contains("9434765919"))
        }
    }

    @Test("a university knows of a person only through an exchange that it received")
    func sight() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            await #expect(throws: NotFound.self) { try await town.students.person(sam, as: town.practitioner) }
            try await town.exchange(about: sam, events: ["sent"])
            #expect(try await town.students.person(sam, as: town.practitioner).fullName == "Sam Reed")
            await #expect(throws: NotFound.self) { try await town.students.person(sam, as: town.foreignPractitioner) }
            await #expect(throws: NotFound.self) { try await town.students.person(sam, as: town.otherClinician) }
            await #expect(throws: Forbidden.self) { try await town.students.person(sam, as: town.oper) }
        }
    }

    @Test("a colleague in a team that had nothing to do with it does not know of the person")
    func otherTeam() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            try await town.exchange(about: sam, events: ["sent"])
            #expect(try await town.students.person(sam, as: town.practitioner.in(town.leeds.serviceID)).id == sam)
            await #expect(throws: NotFound.self) {
                try await town.students.person(sam, as: town.practitioner.in(town.beckett.serviceID))
            }
        }
    }

    @Test("an exchange recalled before anybody opened it leaves nothing to know")
    func recalledUnread() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            try await town.exchange(about: sam, events: ["sent", "recalled"])
            await #expect(throws: NotFound.self) { try await town.students.person(sam, as: town.practitioner) }
            try await town.exchange(about: sam, events: ["sent", "opened", "recalled"])
            #expect(try await town.students.person(sam, as: town.practitioner).id == sam)
        }
    }

    @Test("a student sees themselves, and nobody else")
    func ownRecord() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let ada = try await town.create(
                NewPerson(nhsNumber: nil, givenName: "Ada", familyName: "Obi", birthDate: birth)
            )
            let student = try await town.signIn(sam)
            #expect(try await town.students.person(sam, as: student).id == sam)
            await #expect(throws: NotFound.self) { try await town.students.person(ada, as: student) }
        }
    }

    @Test("whoever is proved elsewhere is found by NHS number and date of birth together, and by neither alone")
    func provedElsewhere() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let (number, other) = (try NHSNumber("9434765919"), try NHSNumber("9990000018"))
            #expect(try await town.students.ownRecord(nhsNumber: number, born: birth) == sam)
            let mistyped = try #require(CalendarDate(iso: "2005-09-03"))
            #expect(try await town.students.ownRecord(nhsNumber: number, born: mistyped) == nil)
            #expect(try await town.students.ownRecord(nhsNumber: other, born: birth) == nil)
        }
    }

    @Test("names that break other systems are kept as they are", arguments: ["Ægir-Þór", "محمد", "李雷", "🙂", "O’Neill"])
    func oddNames(name: String) async throws {
        try await Town.open { town in
            let id = try await town.create(
                NewPerson(nhsNumber: nil, givenName: name, familyName: "Reed", birthDate: birth)
            )
            #expect(try await town.students.person(id, as: town.clinician).givenName == name)
            let found = try await town.students.find(
                SoughtPerson(named: .init(givenName: name, familyName: "Reed", birthDate: birth)), by: town.clinician)
            #expect(found.map(\.person.id) == [id])
        }
    }
}

extension Actor {
    /// The same person, holding the role in one team only.
    func `in`(_ service: ServiceID?) -> Actor {
        Actor(
            accountID: accountID, membershipID: membershipID, organisationID: organisationID, serviceID: service,
            role: role, personID: personID, name: name
        )
    }
}
