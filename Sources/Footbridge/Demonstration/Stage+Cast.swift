import Accounts
import Database
import Foundation
import Students
import Vocabulary

extension Stage {
    /// The operator comes first; everything else is there because somebody with the right to do it did it.
    mutating func engageOperator() async throws {
        let member = CastMember.samWhitlock
        let account = try await accounts.createFirstOperator(
            name: member.name, email: member.email, password: Self.unusablePassword()
        )
        actors[member] = Actor(accountID: account, organisationID: nil, role: .operator, name: member.name)
    }

    /// Makes the accounts of everybody whom `isEngaged` names, in their organisation and team.
    mutating func engage(where isEngaged: (CastMember) -> Bool) async throws {
        let operating = try actor(.samWhitlock)
        for member in CastMember.all where member.role != .operator && isEngaged(member) {
            let new = try NewAccount(
                name: member.name, email: member.email, password: Self.unusablePassword(), rounds: Self.passwordRounds
            )
            let organisation = member.place.flatMap { organisations[$0] }
            let service = member.team.flatMap { services[$0] }
            let (now, keys) = (clock.now, keys)
            let (account, membership) = try await engine.write { database in
                let account = try AccountStore.create(new, at: now, keys: keys, in: database)
                let membership = try AccountStore.grant(
                    member.role, to: account, organisation: organisation, service: service, by: operating, at: now,
                    in: database
                )
                return (account, membership)
            }
            actors[member] = Actor(
                accountID: account, membershipID: membership, organisationID: organisation, serviceID: service,
                role: member.role, name: member.name
            )
        }
    }

    /// Puts the students on record, as the clinician who met them first did.
    mutating func meetStudents() async throws {
        let (meeting, now, keys, today) = (try actor(.tomOkafor), clock.now, keys, moments.today)
        people = try await engine.write { database in
            var people: [DemonstrationStudent: PersonID] = [:]
            for student in DemonstrationStudent.allCases {
                let new = NewPerson(
                    nhsNumber: try NHSNumber(student.nhsNumber), givenName: student.givenName,
                    familyName: student.familyName, birthDate: student.birthDate(today: today)
                )
                people[student] = try StudentsStore.create(new, by: meeting, at: now, keys: keys, in: database).id
            }
            return people
        }
    }

    /// Gives accounts to the students who have something to look at.
    mutating func engageStudents() async throws {
        let operating = try actor(.samWhitlock)
        for student in DemonstrationStudent.allCases where student.lookAt != nil {
            let name = "\(student.givenName) \(student.familyName)"
            let new = try NewAccount(
                name: name, email: student.email, password: Self.unusablePassword(), rounds: Self.passwordRounds
            )
            let (now, keys, person) = (clock.now, keys, people[student])
            let account = try await engine.write { database in
                let account = try AccountStore.create(new, person: person, at: now, keys: keys, in: database)
                try AccountStore.grant(
                    .student, to: account, organisation: nil, service: nil, by: operating, at: now, in: database
                )
                return account
            }
            studentActors[student] = Actor(
                accountID: account, organisationID: nil, role: .student, personID: person, name: name
            )
        }
    }

    /// Random and told to nobody: in the demonstration people sign in with a click.
    private static func unusablePassword() -> String { UUID().uuidString + UUID().uuidString }
}

extension DemonstrationStudent {
    var email: String { "\(self)@students.\(place.domain)" }
}
