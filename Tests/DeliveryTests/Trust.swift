import Database
import Foundation
import Outbox
import TestSupport
import Vocabulary

@testable import Delivery

/// A trust with two teams: a nurse of one has sent something.
struct Trust {
    static let now = TestTime.mondayMorning

    let engine: any Engine
    let trust = OrganisationID(at: Trust.now)
    let team = ServiceID(at: Trust.now)
    let otherTeam = ServiceID(at: Trust.now)
    let nurse = AccountID(at: Trust.now)
    let colleague = AccountID(at: Trust.now)
    let manager = AccountID(at: Trust.now)
    let otherManager = AccountID(at: Trust.now)

    static func with(_ body: (Trust) async throws -> Void) async throws {
        try await withDatabase { engine in
            let trust = Trust(engine: engine)
            try await trust.settle()
            try await body(trust)
        }
    }

    /// The nurse, a colleague and a manager of every team; and all those who have nothing to do with it.
    func settle() async throws {
        try await employ(nurse, as: .clinician, in: team)
        try await employ(colleague, as: .clinician, in: team)
        try await employ(manager, as: .serviceManager, in: nil)
        try await employ(AccountID(at: Trust.now), as: .clinician, in: otherTeam)
        try await employ(otherManager, as: .serviceManager, in: otherTeam)
        try await employ(AccountID(at: Trust.now), as: .practitioner, in: team)
        try await employ(AccountID(at: Trust.now), as: .informationGovernanceLead, in: nil)
        try await employ(AccountID(at: Trust.now), as: .clinician, in: team, of: OrganisationID(at: Trust.now))
    }

    func employ(
        _ account: AccountID, as role: Role, in team: ServiceID?, of organisation: OrganisationID? = nil
    ) async throws {
        try await engine.write {
            try $0.employ(account, as: role, in: team, of: organisation ?? trust, at: Trust.now)
        }
    }

    func end(_ account: AccountID) async throws {
        try await engine.write {
            try $0.execute("UPDATE membership SET ended_at = \(Trust.now) WHERE account_id = \(account)")
        }
    }

    /// Who is told of `topic`, of what `account` sent.
    func told(_ topic: MailTopic = .message, of account: AccountID?) async throws -> Set<Delivery.Recipient> {
        Set(try await letters(topic, of: account).map(\.recipient))
    }

    func letters(_ topic: MailTopic, of account: AccountID?) async throws -> [Delivery] {
        try await tell(topic, of: account, at: Trust.now)
        return try await leaving(at: Trust.now)
    }

    /// `topic` happens, to what `account` sent, and is made into letters.
    func tell(_ topic: MailTopic, of account: AccountID?, at moment: Date) async throws {
        let entry = OutboxEntry(
            topic.rawValue, subject: "x", to: trust, account: account, payload: ["team": team.rawValue])
        try await engine.write { try $0.post(entry, at: moment) }
        _ = try await Dispatch(engine: engine).round(at: moment)
    }

    /// What leaves by then.
    func leaving(at moment: Date) async throws -> [Delivery] {
        var letters: [Delivery] = []
        let (queue, readdressing) = (DeliveryQueue(engine: engine), Readdressing(engine: engine))
        while case let taken = try await queue.take(at: moment), !taken.isEmpty {
            let bundle = try await readdressing.stillDue(taken, at: moment)
            try await queue.delivered(bundle, at: moment)
            letters += bundle
        }
        return letters
    }
}
