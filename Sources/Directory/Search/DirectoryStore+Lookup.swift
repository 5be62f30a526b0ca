import Database
import Foundation
import Vocabulary

/// What a system asks the directory for; what is `nil` does not matter.
public struct OrganisationQuery: Sendable {
    public var ids: [OrganisationID]?
    public var codes: [Code]?
    /// One of each list has to match.
    public var names: [[NameMatch]] = []
    public var kinds: [OrganisationKind]?
    /// One of each list has to match.
    public var postcodes: [[NameMatch]] = []

    public enum Code: Sendable, Hashable {
        case ukprn(String)
        case ods(String)
        /// Of either register.
        case either(String)
        /// Every one that has a number in this register.
        case anyUKPRN, anyODS
    }

    public init() {}

    fileprivate var condition: SQL {
        var all: [SQL] = ["o.closed_on IS NULL"]
        if let ids { all.append("o.id IN (\(list: ids))") }
        if let codes { all.append(.any(codes.map(\.condition))) }
        if let kinds { all.append("o.kind IN (\(list: kinds))") }
        for matches in names { all.append(.any(matches.map { $0.condition(on: "o.name") })) }
        for matches in postcodes { all.append(.any(matches.map { $0.condition(on: "o.postcode") })) }
        return .all(all)
    }
}

extension OrganisationQuery.Code {
    fileprivate var condition: SQL {
        switch self {
        case .ukprn(let code): "o.ukprn = \(code)"
        case .ods(let code): "o.ods_code = \(code.uppercased())"
        case .either(let code): "(o.ukprn = \(code) OR o.ods_code = \(code.uppercased()))"
        case .anyUKPRN: "o.ukprn IS NOT NULL"
        case .anyODS: "o.ods_code IS NOT NULL"
        }
    }
}

extension DirectoryStore {
    /// Organisations that have not closed, by name.
    public func organisations(
        _ query: OrganisationQuery, _ page: PageRequest, by actor: Actor
    ) async throws -> PageOf<Organisation> {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            let list = PagedList("o.*", from: "organisation o", where: query.condition, by: "o.name", id: "o.id")
            return try database.page(list, page).map(Organisation.init)
        }
    }

    /// The higher education provider with this UKPRN, whether or not it has closed.
    /// - Throws: `NotFound`.
    public func provider(ukprn: String, by actor: Actor) async throws -> Organisation {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            let row = try database.row("SELECT * FROM organisation WHERE ukprn = \(ukprn) AND kind = 'provider'")
            guard let row else { throw NotFound("provider") }
            return try Organisation(row)
        }
    }
}
