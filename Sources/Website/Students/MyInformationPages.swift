import Exchange
import Foundation
import Students
import Vocabulary

/// What a student sees of themselves: what was told, to whom, why and who read it, and what they can change.
public struct MyInformationPages: Feature {
    let students: StudentsStore
    let exchanges: ExchangeStore

    public init(students: StudentsStore, exchanges: ExchangeStore) {
        (self.students, self.exchanges) = (students, exchanges)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/my-information", needs: .readOwnRecord, overview)
        site.get("/my-information/notices/:id", needs: .readOwnRecord, notice)
        site.get("/my-information/notices/:id/print", needs: .readOwnRecord, printout)
        site.get("/my-information/who-looked", needs: .readOwnRecord, whoLooked)
        site.get("/my-information/who-looked/:number/proof", needs: .readOwnRecord, proof)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.readOwnRecord) else { return [] }
        return [
            NavigationItem("My information", "/my-information"),
            NavigationItem("Decide in advance", "/my-information/in-advance"),
            NavigationItem("How to reach me", "/my-information/contact"),
            NavigationItem("Who has looked", "/my-information/who-looked"),
        ]
    }

    private func overview(_ visit: Visit) async throws -> Answer {
        let page = MyInformationPage(
            try await exchanges.exchanges(aboutMe: visit.actor), try await students.ownConsents(as: visit.actor),
            at: visit.now
        )
        return .page("students/my-information", page, title: "My information")
    }

    private func notice(_ visit: Visit) async throws -> Answer {
        let notice = MyNotice(try await mine(visit), at: visit.now)
        return .page("students/my-notice", notice, title: "What \(notice.recipient) \(notice.wasTold)")
    }

    private func printout(_ visit: Visit) async throws -> Answer {
        let sheet = StudentSheet(try await mine(visit), at: visit.now)
        return .page("students/sheet", sheet, title: "What was shared about you")
    }

    private func whoLooked(_ visit: Visit) async throws -> Answer {
        guard let person = visit.actor.personID else { throw NotFound("person") }
        let page = AccessLogPage(try await students.accessLog(of: person, as: visit.actor), at: visit.now)
        return .page("students/who-looked", page, title: "Who has looked")
    }

    private func proof(_ visit: Visit) async throws -> Answer {
        guard let number = Int(try visit.parameter("number")) else { throw NotFound("audit entry") }
        let proof = try await students.proof(ofEntry: number, as: visit.actor)
        return .content(
            try proof.json(), type: "application/json", fileName: "footbridge-proof-\(number).json", status: .ok)
    }

    private func mine(_ visit: Visit) async throws -> ExchangeAboutMe {
        let id: ExchangeID = try visit.id()
        guard let exchange = try await exchanges.exchanges(aboutMe: visit.actor).first(where: { $0.id == id }) else {
            throw NotFound("exchange")
        }
        return exchange
    }
}
