import Accounts
import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("The operator’s page of e-mails")
struct DeliveryPagesTests {
    /// A letter that was given up, in a site that has a mail server or none.
    private static func with(
        _ settings: [String: String] = [:], _ body: (TestVisitor, _ path: String) async throws -> Void
    ) async throws {
        try await TestSite.with(settings: settings) { site in
            let now = site.clock.now
            let letter = Delivery(
                at: now, topic: "exchange.sent", subject: "1", reference: "FB-1", organisation: nil,
                to: .person(AccountID(at: now)), urgent: false)
            try await site.ground.engine.write { database in
                try DeliveryQueue.add(letter, departure: now, in: database)
                try database.execute("UPDATE delivery SET given_up_at = \(now), fault = 'Unknown there.'")
            }
            try await body(try await site.visitor(.operator), "/installation/e-mails/\(letter.id)")
        }
    }

    @Test("tries again what was given up where e-mails leave")
    func again() async throws {
        try await Self.with(["FOOTBRIDGE_SMTP": "smtp://127.0.0.1:1"]) { visitor, path in
            let page = try await visitor.get("/installation/e-mails")
            #expect(page.says("Try all of them again"))
            #expect(try await visitor.post(path).status == 303)
            let after = try await visitor.get("/installation/e-mails")
            #expect(!after.says("Unknown there."))
        }
    }

    @Test(
        "offers and does no such thing without a mail server: what never arrived stays counted",
        arguments: [true, false])
    func refused(all: Bool) async throws {
        try await Self.with { visitor, path in
            let page = try await visitor.get("/installation/e-mails")
            #expect(page.says("Unknown there.") && !page.says("Try all of them again") && !page.says("Try again"))
            let answer = try await visitor.post(all ? "/installation/e-mails" : path)
            let told = answer.headers[values: .setCookie].joined().removingPercentEncoding
            #expect(answer.status == 303 && told?.contains("no mail server is set") == true)
            #expect(try await visitor.get("/installation/e-mails").says("Unknown there."))
        }
    }
}
