import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("The managers who answer for a team")
struct ManagerTests {
    private static let now = TestTime.mondayMorning

    @Test("are its own and those of the whole organisation, and without a team the latter alone")
    func reach() async throws {
        try await withDatabase { engine in
            let (trust, team) = (OrganisationID(at: Self.now), ServiceID(at: Self.now))
            let ofAll = try await Self.employ(.serviceManager, trust, nil, engine)
            let ofTeam = try await Self.employ(.serviceManager, trust, team, engine)
            _ = try await Self.employ(.serviceManager, trust, ServiceID(at: Self.now), engine)
            _ = try await Self.employ(.serviceManager, OrganisationID(at: Self.now), nil, engine)
            _ = try await Self.employ(.informationGovernanceLead, trust, nil, engine)
            _ = try await Self.employ(.clinician, trust, team, engine)
            let left = try await Self.employ(.serviceManager, trust, nil, engine)
            try await engine.write {
                try $0.execute("UPDATE membership SET ended_at = \(Self.now) WHERE account_id = \(left)")
            }
            let disabled = try await Self.employ(.serviceManager, trust, team, engine)
            try await engine.write {
                try $0.execute("UPDATE account SET disabled_at = \(Self.now) WHERE id = \(disabled)")
            }
            let (whole, answering) = try await engine.read { database in
                (
                    try AccountStore.managers(of: trust, in: database),
                    try AccountStore.managers(of: trust, team: team, in: database)
                )
            }
            #expect(whole == [ofAll])
            #expect(Set(answering) == [ofAll, ofTeam] && answering.count == 2)
        }
    }

    private static func employ(
        _ role: Role, _ organisation: OrganisationID, _ team: ServiceID?, _ engine: any Engine
    ) async throws -> AccountID {
        let account = AccountID(at: now)
        try await engine.write { try $0.employ(account, as: role, in: team, of: organisation, at: now) }
        return account
    }
}
