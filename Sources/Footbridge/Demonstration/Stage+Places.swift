import Database
import Directory
import Foundation
import Vocabulary

extension Stage {
    /// Finds the organisations in the open data, and lets those that play a part join.
    mutating func join() async throws {
        let operating = try actor(.samWhitlock)
        for place in Place.allCases {
            let id = try await engine.read { database in
                let row = try database.row(
                    "SELECT id FROM organisation WHERE ukprn = \(place.code) OR ods_code = \(place.code)"
                )
                guard let row else { throw NotFound("organisation \(place)") }
                return try row("id") as OrganisationID
            }
            organisations[place] = id
            if place.hasJoined { try await directory.join(id, by: operating) }
        }
    }

    /// Opens the teams, with their hours and, at universities, the terms of these years.
    mutating func openTeams() async throws {
        for team in Team.allCases {
            let manager = try manager(of: team.place)
            let id = try await directory.openService(team.text, by: manager)
            services[team] = id
            try await directory.setHours(team.hours, of: id, by: manager)
            if team.isPublic { try await directory.publishService(id, for: team.ages, by: manager) }
        }
        for place in [Place.leeds, .beckett, .arts] {
            let manager = try manager(of: place)
            for term in terms { try await directory.addTerm(term, by: manager) }
        }
    }

    func manager(of place: Place) throws -> Actor {
        let manager = CastMember.all.first { $0.place == place && $0.role == .serviceManager }
        guard let manager else { throw NotFound("manager") }
        return try actor(manager)
    }

    /// Three terms a year, for last year, this one and the next.
    private var terms: [Term] {
        (moments.today.year - 1...moments.today.year + 1).flatMap { year in
            [
                Self.term("Autumn", year, from: (9, 28), to: (12, 11)),
                Self.term("Spring", year, from: (1, 11), to: (3, 19)),
                Self.term("Summer", year, from: (4, 19), to: (6, 11)),
            ].compactMap(\.self)
        }
    }

    private static func term(_ name: String, _ year: Int, from: (Int, Int), to: (Int, Int)) -> Term? {
        guard let first = CalendarDate(year: year, month: from.0, day: from.1),
            let last = CalendarDate(year: year, month: to.0, day: to.1)
        else { return nil }
        return Term(name: "\(name) \(year)", fromOn: first, toOn: last)
    }
}
