import Accounts
import Exchange
import Foundation
import Students
import Vocabulary

/// What has been connected: the crisis team's record system, Leeds Beckett's own system, a person's calendar.
extension Stage {
    var connecting: [Scene] {
        [
            Scene(at: moments.day(45, 14, 0), story: "tomasz, in advance") { stage in
                try await stage.decide(.tomasz, withoutAsking: false)
            },
            Scene(at: moments.day(26, 20, 15), story: "harry, in advance") { stage in
                try await stage.decide(.harry, withoutAsking: true)
            },
            Scene(at: moments.day(25, 10, 0), story: "record system") { try await $0.connectRecordSystem() },
            Scene(at: moments.day(22, 11, 30), story: "endpoint") { stage in
                let address = "https://cases.\(Place.beckett.domain)/footbridge"
                _ = try await stage.endpoints.register(address, by: stage.actor(.nadiaKarim))
            },
            Scene(at: moments.day(12, 9, 10), story: "calendar") { stage in
                _ = try await stage.calendars.renew(by: stage.actor(.benHartley), within: .everything)
            },
        ]
    }

    /// What the advisers at Leeds Beckett may be told when a clinician meets the student again.
    private func decide(_ student: DemonstrationStudent, withoutAsking: Bool) async throws {
        let team = SharingRecipient(organisation: try organisation(.beckett), service: try service(.beckettWellbeing))
        try await students.decideInAdvance(
            [.contactHappened, .careTeam], for: team, withoutAsking: withoutAsking, by: actor(student))
    }

    private func connectRecordSystem() async throws {
        let manager = try actor(.peterLindqvist)
        let system = try await systems.register(
            name: "Crisis team record", service: service(.crisis), keys: PublicKeySet(typed: Self.publicKeys),
            scopes: [.messages, .directory, .exchanges, .history], by: manager)
        let instruction = try StandingInstruction(
            urgency: .within7Days, request: .checkInWithin7Days, unsaidKind: .crisisContact)
        try await incoming.instruct(instruction, for: system, by: manager)
    }

    /// The private half was never kept: nobody can sign in as this system.
    private static let publicKeys = """
        {"keys": [{"kty": "EC", "crv": "P-384", "kid": "crisis-record-1",
        "x": "_03eGeRH_WphExsJiSt9BI_RC7tMlIqbbWTWKXuOD8bjLC9VIKGH7R2jjL5saKVk",
        "y": "PodySHW203V3swe_QnxE5KEH5T7-5_CqLehx2XJzuIcsqyAOqAJo8zCPlLYmpS04"}]}
        """
}
