import Database
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

/// Walks every route with every role, over the demonstration area, with every id there is.
@Suite("Every route × every role × foreign organisation", .serialized)
struct RouteWalkTests {
    @Test("without signing in, nothing is shown but the pages that say so")
    func strangers() async throws {
        try await Walk.with { walk in
            for route in walk.routes where ![.anyone, .monitoring].contains(route.access) {
                let answer = try await walk.ask(route, as: walk.site.stranger)
                #expect(answer.status == 303, "\(route.method) \(route.path) answered \(answer.status) to a stranger")
                #expect(answer.location?.hasPrefix("/sign-in") == true, "\(route.path)")
            }
        }
    }

    @Test("what is for monitoring does not exist for anybody from outside, signed in or not")
    func monitoring() async throws {
        try await Walk.with { walk in
            var visitors = [walk.site.stranger]
            for role in Walk.roles { visitors.append(try await walk.outsider(role)) }
            let routes = walk.routes.filter { $0.access == .monitoring }
            #expect(routes.map(\.path) == ["/metrics"])
            for (route, visitor) in routes.flatMap({ route in visitors.map { (route, $0) } }) {
                #expect(try await walk.ask(route, as: visitor).status == 404)
            }
        }
    }

    @Test("a role without the permission is refused on every route")
    func roles() async throws {
        try await Walk.with { walk in
            try await Walk.sideBySide(Walk.roles) { role in
                let visitor = try await walk.outsider(role)
                for route in walk.routes where !route.isOpen(to: role) {
                    let answer = try await walk.ask(route, as: visitor)
                    #expect(answer.status == 403, "\(route.method) \(route.path) answered \(answer.status) to \(role)")
                }
            }
        }
    }

    @Test("an id of another organisation is not found, whatever the role")
    func foreign() async throws {
        try await Walk.with { walk in
            try await Walk.sideBySide(Walk.roles) { role in
                let visitor = try await walk.outsider(role)
                for route in walk.routes where route.takesID && route.isOpen(to: role) && !walk.isExempt(route) {
                    for id in walk.ids {
                        let answer = try await walk.ask(route, id: id, as: visitor)
                        #expect(
                            [403, 404].contains(answer.status),
                            "\(route.method) \(route.path) answered \(answer.status) to a foreign \(role)"
                        )
                    }
                }
            }
        }
    }

    @Test("no page shows a student to the operator, or to anybody of an organisation that has nothing to do with them")
    func noStudents() async throws {
        try await Walk.with { walk in
            try await Walk.sideBySide(Walk.roles.filter { $0 != .student }) { role in
                let visitor = try await walk.outsider(role)
                for (route, id) in walk.pages {
                    let answer = try await walk.ask(route, id: id, as: visitor)
                    let shown = walk.students.filter { answer.names($0) }
                    #expect(shown.isEmpty, "\(route.path) shows a student to \(role)")
                    #expect(answer.status < 500, "\(route.path) answered \(answer.status) to \(role)")
                }
            }
            #expect(walk.students.count >= 15)
        }
    }

    @Test("no template asks for a name that its page does not have")
    func names() async throws {
        try await Walk.with { walk in
            try await Walk.sideBySide(walk.accounts) { account in
                let visitor = try await walk.site.visitor(signedInAs: account)
                for (route, id) in walk.pages {
                    let answer = try await walk.ask(route, id: id, as: visitor)
                    #expect(answer.status < 500, "\(route.path) answered \(answer.status)")
                }
            }
            #expect(walk.site.missingNames == [])
        }
    }
}
