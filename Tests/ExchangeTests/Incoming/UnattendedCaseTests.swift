import Directory
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("A message with no person looking")
struct UnattendedCaseTests {
    @Test("leaves where the team decided, the student decided and everything is clear")
    func clear() async throws {
        try await Bridge.open { bridge in
            let clear = try await bridge.clearCase()
            #expect(clear.reasons(at: bridge.clock.now) == [])
        }
    }

    @Test("is held for every single doubt, and says which")
    func doubts() async throws {
        try await Bridge.open { bridge in
            let (clear, now) = (try await bridge.clearCase(), bridge.clock.now)
            let outside = try await bridge.team(of: bridge.outside)
            let doubts: [(HeldReason, (inout UnattendedCase) -> Void)] = [
                (.noInstruction, { $0.instruction = nil }), (.eventUnclear, { $0.kind = nil }),
                (.checklistOpen, { $0.kind = .discharge }), (.timeUnclear, { $0.happenedAt = nil }),
                (.timeUnclear, { $0.happenedAt = now + 1 }), (.longAgo, { $0.happenedAt = now - 73 * 3600 }),
                (.senderNotNamed, { $0.senderName = nil }), (.studentUnclear, { $0.person = nil }),
                (.underSixteen, { $0.person = bridge.person(born: 2012) }), (.universityUnclear, { $0.team = nil }),
                (.phoneNeeded, { $0.team = outside }), (.alreadyTold, { $0.isToldAlready = true }),
            ]
            for (reason, doubt) in doubts {
                var held = clear
                doubt(&held)
                #expect(held.reasons(at: now) == [reason])
            }
        }
    }

    @Test(
        "is what it says that happened, or else what the team chose, or else nothing that could be sent",
        arguments: [
            (nil, nil, nil), (nil, .presentation, .presentation), (.crisisContact, nil, .crisisContact),
            (.crisisContact, .presentation, .crisisContact), (.discharge, .presentation, .discharge),
        ] as [(ExchangeKind?, ExchangeKind?, ExchangeKind?)])
    func unsaid(_ said: ExchangeKind?, _ chosen: ExchangeKind?, _ wanted: ExchangeKind?) throws {
        let instruction = try StandingInstruction(
            urgency: .within48Hours, request: .checkInWithin48Hours, unsaidKind: chosen)
        #expect(instruction.kind(saying: said) == wanted)
    }

    @Test("is held where the team would read it too late, for it is a person who phones")
    func closed() async throws {
        try await Bridge.open { bridge in
            var night = try await bridge.clearCase()
            night.said = .immediately
            #expect(night.reasons(at: bridge.clock.now) == [])
            night.happenedAt = bridge.clock.now + 12 * 3600
            #expect(night.reasons(at: bridge.clock.now + 13 * 3600) == [.phoneNeeded])
        }
    }

    @Test(
        "goes by nothing but the student's own standing yes that wants no question, given within the year",
        arguments: [
            ("given, at once", []), ("given, ask first", [HeldReason.asksFirst]), ("given long ago", [.asksFirst]),
            ("refused", [.refused]), ("taken back", [.refused]), ("run out", [.notDecided]),
            ("only for an earlier contact", [.notDecided]), ("to another team", [.notDecided]), ("none", [.notDecided]),
            ("an attorney's", [.notDecided]), ("refused at an earlier contact", [.refused]),
            ("refused after all", [.refused]), ("given, but not that contact happened", [.refused]),
            ("yes and no at once", [.contradictory]),
        ])
    func answers(_ answer: String, _ wanted: [HeldReason]) async throws {
        try await Bridge.open { bridge in
            var prospect = try await bridge.clearCase()
            prospect.facts?.consents = bridge.answers(answer)
            #expect(prospect.reasons(at: bridge.clock.now) == wanted)
        }
    }
}

extension Bridge {
    func person(born year: Int) -> Person {
        Person(
            id: student, nhsNumber: nil, givenName: "Mia", familyName: "Lund",
            birthDate: CalendarDate(year: year, month: 3, day: 9)!)
    }

    func team(of organisation: OrganisationID) async throws -> RecipientTeam {
        try await engine.read { try recipientTeam(at: organisation, in: $0) }
    }

    /// One in which nothing is in doubt.
    fileprivate func clearCase() async throws -> UnattendedCase {
        let team = try await team(of: university)
        return UnattendedCase(
            instruction: try StandingInstruction(urgency: .within48Hours, request: .checkInWithin48Hours),
            kind: .presentation, happenedAt: clock.now - 3600, senderName: "Grace Osei", person: person(born: 2006),
            team: team, facts: facts(for: team, answers("given, at once")))
    }

    private func facts(for team: RecipientTeam, _ consents: [Consent]) -> SharingFacts {
        SharingFacts(
            exchange: ExchangeID(at: clock.now), sender: trust, recipient: SharingRecipient(team),
            recipientName: team.title, wanted: [.contactHappened, .careTeam], age: 20, consents: consents,
            decider: Decider(role: .recordSystem, organisation: trust))
    }

    fileprivate func answers(_ named: String) -> [Consent] {
        let yes = answer(.given, ago: 3600)
        return switch named {
        case "given, at once": [yes]
        case "given, ask first": [answer(.given, ago: 3600, withoutAsking: false)]
        case "given long ago": [answer(.given, ago: 366 * 86_400)]
        case "refused": [answer(.refused, ago: 3600)]
        case "taken back": [withdrawn(yes)]
        case "run out": [answer(.given, ago: 3600, until: clock.now - 60)]
        case "only for an earlier contact": [answer(.given, ago: 3600, for: ExchangeID(at: clock.now))]
        case "to another team": [answer(.given, ago: 3600, to: disability)]
        case "an attorney's": [answer(.given, ago: 3600, by: AnswerGiver(.attorney, name: "Ada"))]
        case "given, but not that contact happened": [answer(.given, [.careTeam], ago: 3600)]
        case "refused at an earlier contact":
            [yes, answer(.refused, ago: 1800, for: ExchangeID(at: clock.now - 1800))]
        case "refused after all": [yes, answer(.refused, ago: 1800)]
        case "yes and no at once": [yes, answer(.refused, ago: 3600)]
        default: []
        }
    }

    private func answer(
        _ answer: ConsentAnswer, _ categories: Set<InformationCategory> = .all, ago: TimeInterval,
        withoutAsking: Bool = true, until: Date? = nil,
        for exchange: ExchangeID? = nil, to team: ServiceID? = nil, by giver: AnswerGiver = .student
    ) -> Consent {
        NewConsent(
            to: SharingRecipient(organisation: university, service: team ?? wellbeing), for: exchange, answer,
            categories: categories, by: giver, route: .portal, capacity: .has, withoutAsking: withoutAsking,
            expiresAt: until
        ).recorded(about: student, by: exchange == nil ? nil : trust, at: clock.now - ago)
    }

    private func withdrawn(_ consent: Consent) -> Consent {
        var consent = consent
        consent.withdrawnAt = clock.now - 60
        return consent
    }
}
