import Accounts
import Exchange
import Foundation
import Students
import Vocabulary

/// What the crisis team's record system handed in when a visit was written down there; no person of the team typed it again.
struct HandedIn: Sendable {
    let student: DemonstrationStudent
    let at: Date
    /// What the record system says of why.
    let words: String
    var author = CastMember.agnieszkaNowak

    /// By what the record system calls the visit: a later message takes it back by that.
    var visit: String { "visit-\(student)-\(Int(at.timeIntervalSince1970))" }
}

extension Stage {
    /// The system hands it in. Where the student had decided, it goes to the university at once; else it waits for the team.
    func receive(_ handed: HandedIn, of story: String) async throws {
        let system = try await signedIn(handed.visit)
        let notice = IncomingNotice(
            kind: .crisisContact, happenedAt: handed.at.addingTimeInterval(-1800),
            nhsNumber: try NHSNumber(handed.student.nhsNumber), givenName: handed.student.givenName,
            familyName: handed.student.familyName, birthDate: handed.student.birthDate(today: moments.today),
            providerID: try organisation(handed.student.place), senderName: handed.author.name,
            texts: [.riskSummary: handed.words])
        let receipt = try await incoming.receive(
            notice, request: handed.visit, contentHash: handed.visit, focusHash: handed.visit, from: system)
        if case .sent(let sent) = receipt { props.keep(sent.exchangeID, of: story) }
    }

    /// The system says that the visit was written down by mistake.
    func takeBack(_ handed: HandedIn) async throws {
        let cancelling = "\(handed.visit)-cancelled"
        let system = try await signedIn(cancelling)
        _ = try await incoming.cancel(
            Cancellation(focusHash: handed.visit, isMistake: true), request: cancelling, contentHash: cancelling,
            from: system)
    }

    /// The crisis team's record system, with a token of the moment.
    private func signedIn(_ assertion: String) async throws -> RecordSystem {
        let all = try await systems.systems(as: actor(.peterLindqvist))
        guard let system = all.first else { throw NotFound("record system") }
        _ = try await systems.token(
            for: system, scopes: system.scopes, assertion: assertion, until: clock.now.addingTimeInterval(300))
        return system
    }
}

extension Story {
    init(_ name: String, _ handed: HandedIn) {
        self.init(name, at: handed.at) { try await $0.receive(handed, of: name) }
    }

    func takenBack(_ at: Date, _ handed: HandedIn) -> Story {
        along(at) { try await $0.takeBack(handed) }
    }
}
