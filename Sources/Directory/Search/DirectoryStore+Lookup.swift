import Database
import Foundation
import Vocabulary

/// What a system asks the directory for: a code, the beginning of a name, or both.
public struct OrganisationQuery: Sendable {
    public var code: Code?
    public var nameBegins: String?
    /// The most that are given, 1 to 100.
    public var most: Int

    public enum Code: Sendable {
        case ukprn(String)
        case ods(String)
        /// Of either register.
        case either(String)
        /// Of a register that the directory knows nothing of.
        case foreign
    }

    public init(code: Code? = nil, nameBegins: String? = nil, most: Int = 20) {
        (self.code, self.nameBegins, self.most) = (code, nameBegins, most)
    }

    fileprivate var condition: SQL {
        let code: SQL =
            switch code {
            case nil: "1 = 1"
            case .ukprn(let code): "o.ukprn = \(code)"
            case .ods(let code): "o.ods_code = \(code.uppercased())"
            case .either(let code): "(o.ukprn = \(code) OR o.ods_code = \(code.uppercased()))"
            case .foreign: "1 = 0"
            }
        guard let nameBegins else { return "o.closed_on IS NULL AND" + code }
        let plain = ["\\", "%", "_"].reduce(nameBegins.lowercased()) { $0.replacing($1, with: "\\\($1)") }
        return "o.closed_on IS NULL AND \(sql: code) AND lower(o.name) LIKE \(plain + "%") ESCAPE '\\'"
    }
}

extension DirectoryStore {
    /// Organisations that have not closed, by name, and how many there are in all.
    public func organisations(
        _ query: OrganisationQuery, by actor: Actor
    ) async throws -> (found: [Organisation], total: Int) {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            let condition = query.condition
            let rows = try database.rows(
                "SELECT o.* FROM organisation o WHERE \(sql: condition) ORDER BY o.name, o.id LIMIT \(query.most)")
            let total = try database.count("SELECT count(*) AS count FROM organisation o WHERE \(sql: condition)")
            return (try rows.map { try Organisation($0) }, total)
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
