import Accounts
import Database
import Directory
import Exchange
import Foundation
import Vocabulary
import Website

/// The demonstration area: real organisations, invented people, and some weeks of what happened between them.
///
/// Nothing is put into tables by hand. The past is played through the same stores that people use, in order, with the
/// clock moved; so the record, the deadlines and the reminders are genuine.
enum DemonstrationWorld {
    /// Builds it in an empty installation.
    /// - Parameter progress: told in words what is being done.
    static func build(
        engine: any Engine, keys: KeyRing, now: Date, progress: @Sendable (String) -> Void = { _ in }
    ) async throws {
        var stage = Stage(engine: engine, keys: keys, now: now)
        progress("Reading the directory of universities and trusts …")
        try await stage.engageOperator()
        _ = try await stage.directory.importOpenData(try OpenData.read(), by: stage.actor(.samWhitlock))
        progress("Opening teams, inviting people …")
        try await stage.join()
        try await stage.engage { $0.team == nil }
        try await stage.openTeams()
        try await stage.engage { $0.team != nil }
        try await stage.meetStudents()
        try await stage.engageStudents()
        let scenes = try await stage.openContactPoints()
        progress("Playing the past weeks …")
        let stories = Stories(moments: stage.moments).all.flatMap(\.scenes)
        try await stage.play(scenes + stage.connecting + stories + stage.keeping, until: now)
    }

    static func isBuilt(_ engine: any Engine) async throws -> Bool {
        try await engine.read { try $0.row("SELECT id FROM account LIMIT 1") != nil }
    }

    /// The day on which it was built, which the stories are told from.
    static func builtOn(_ engine: any Engine) async throws -> CalendarDate? {
        let first: Date? = try await engine.read {
            try $0.row("SELECT min(created_at) AS first FROM account")?("first")
        }
        return first.map { CalendarDate($0).adding(days: Moments.daysOfPast) }
    }

    /// Who can be signed in as with one click, in the order in which they are worth a look.
    static func people(engine: any Engine, keys: KeyRing) async throws -> [DemonstrationPerson] {
        let accounts = try await engine.read { database in
            try database.rows("SELECT id FROM account").map { row -> (String, AccountID) in
                let id: AccountID = try row("id")
                return (try AccountStore.name(of: id, keys: keys, in: database), id)
            }
        }
        let ids = Dictionary(accounts, uniquingKeysWith: { first, _ in first })
        let staff = CastMember.all.compactMap { member -> DemonstrationPerson? in
            guard let lookAt = member.lookAt, let id = ids[member.name] else { return nil }
            return DemonstrationPerson(account: id, name: member.name, role: member.post, lookAt: lookAt)
        }
        let students = DemonstrationStudent.allCases.compactMap { student -> DemonstrationPerson? in
            let name = "\(student.givenName) \(student.familyName)"
            guard let lookAt = student.lookAt, let id = ids[name] else { return nil }
            return DemonstrationPerson(account: id, name: name, role: "Student, \(student.place.name)", lookAt: lookAt)
        }
        return staff + students
    }
}

extension CastMember {
    /// `Mental health adviser, University of Leeds`
    var post: String { [jobTitle, place?.name].compactMap(\.self).joined(separator: ", ") }
}
