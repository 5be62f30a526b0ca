import Accounts
import Database
import Foundation
import HTTPTypes
import TestSupport
import Vocabulary

@testable import Footbridge
@testable import Website

/// The demonstration area with somebody in it who belongs to none of its organisations.
struct Walk: Sendable {
    let site: TestSite
    let routes: [Route]
    /// Every id in the database, of whatever.
    let ids: [String]
    /// The family names of all students.
    let students: [String]
    /// One account of each kind of person in the demonstration.
    let accounts: [AccountID]
    static let roles = Role.allCases.filter { $0.isStaff || $0 == .student }
    /// Streams that do not end by themselves.
    private static let endless: Set<String> = ["/inbox/live", "/sent/live"]

    /// The area is built once, and the walks change nothing in it: every one of their steps is refused or only read.
    private static let built = Task { () async throws -> Walk in
        let site = try await TestSite.lasting(at: TestTime.mondayMorning)
        try await DemonstrationWorld.build(
            engine: site.ground.engine, keys: site.ground.keys, now: TestTime.mondayMorning
        )
        return try await Walk(site)
    }

    static func with(_ body: (Walk) async throws -> Void) async throws { try await body(try await built.value) }

    /// Goes the ways of several people side by side: each is long, and none meets another.
    static func sideBySide<Person: Sendable>(
        _ people: [Person], _ way: @escaping @Sendable (Person) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for person in people { group.addTask { try await way(person) } }
            try await group.waitForAll()
        }
    }

    private init(_ site: TestSite) async throws {
        let keys = site.ground.keys
        (self.site, routes) = (site, site.installation.site.table.routes)
        ids = try await site.ground.engine.read { database in
            try Self.tables.flatMap { table in
                let sql = SQL(stringLiteral: "SELECT id FROM \(table) ORDER BY id LIMIT 2")
                return try database.rows(sql).map { try $0("id") as String }
            }
        }
        students = try await site.ground.engine.read { database in
            let names = try database.rows("SELECT family_name_sealed FROM person").map { row in
                try keys.open(row("family_name_sealed"), "person.family_name")
            }
            return Array(Set(names)).sorted()
        }
        accounts = try await site.ground.engine.read { database in
            try database.rows("SELECT min(account_id) AS id FROM membership GROUP BY role, organisation_id").map {
                try $0("id")
            }
        }
    }

    /// Every page, with every id where it takes one.
    var pages: [(Route, String)] {
        routes.filter { $0.method == .get && !Self.endless.contains($0.path) }.flatMap { route in
            (route.takesID ? ids : [""]).map { (route, $0) }
        }
    }

    func isExempt(_ route: Route) -> Bool { RouteWalkExemptions.readableByAllStaff.contains(route.path) }

    private static let tables = [
        "exchange", "draft", "person", "consent", "sharing_decision", "decision_task", "exchange_request", "service",
        "contact_point", "contact_holder", "membership", "organisation", "account", "legal_hold", "retention_report",
    ]

    /// Somebody in `role` in an organisation that has joined and shares nothing with the others.
    func outsider(_ role: Role) async throws -> TestVisitor {
        let organisation: OrganisationID? = [.operator, .student].contains(role) ? nil : try await farAway()
        return try await site.visitor(role, organisation: organisation)
    }

    private func farAway() async throws -> OrganisationID {
        try await site.ground.engine.write { database in
            let row = try database.row(
                "SELECT id FROM organisation WHERE joined_at IS NULL AND kind = 'provider' ORDER BY id DESC LIMIT 1")
            guard let row else { throw NotFound("organisation") }
            return try row("id")
        }
    }

    /// Asks for a route, with `id` (or a made-up one) wherever its path wants an id.
    func ask(_ route: Route, id: String? = nil, as visitor: TestVisitor) async throws -> TestAnswer {
        let id = id ?? PersonID(at: TestTime.mondayMorning).rawValue
        let parts = route.path.split(separator: "/", omittingEmptySubsequences: false).map {
            $0.hasPrefix(":") ? Substring(id) : $0
        }
        let path = parts.joined(separator: "/")
        return route.method == .get ? try await visitor.get(path) : try await visitor.post(path)
    }
}

extension Route {
    var takesID: Bool { path.contains(":id") }

    /// Whether the route's permission is one of the role's.
    func isOpen(to role: Role) -> Bool {
        guard case .needs(let permission) = access else { return true }
        return role.permissions.contains(permission)
    }
}
