import Foundation
import Testing
import Vocabulary

@testable import Directory

@Suite("The freshness gate")
struct ContactRouteTests {
    static let now = day(2026, 11, 20).at(minute: 10 * 60)
    let organisation = OrganisationID(at: now)
    let calendar = ServiceCalendar.office(.england)
    let service = CareService(
        id: ServiceID(at: now), organisationID: OrganisationID(at: now), kind: .wellbeing, name: "Student Wellbeing",
        telephone: "0113 496 0000", outOfHoursTelephone: "0113 496 0999", updatedAt: now
    )

    @Test("a fresh contact with its holder in post is used, and nothing is warned of")
    func fresh() {
        let route = gate(point([holder("Priya Shah")]))
        #expect(route.way == .holder)
        #expect(route.holder?.name == "Priya Shah")
        #expect(route.warnings.isEmpty)
        #expect(route.isOpenNow)
        #expect(route.telephone == "0113 496 0000")
        #expect(route.outOfHoursTelephone == "0113 496 0999")
    }

    @Test("a stale contact is passed over to the first deputy, and says since when")
    func stale() {
        let people = [holder("Priya Shah"), holder("Bea Lund", rank: 2), holder("Sam Reed", rank: 1)]
        let route = gate(point(people, verified: day(2026, 3, 3)))
        #expect(route.way == .deputy)
        #expect(route.holder?.name == "Sam Reed")
        #expect(route.warnings.first == "Not verified since 3 March 2026.")
    }

    @Test("without a deputy a stale, bounced or unverified contact leads to the telephone")
    func phone() {
        let cases: [(ContactPoint, String)] = [
            (point([holder("Priya Shah")], verified: day(2026, 3, 3)), "Not verified since 3 March 2026."),
            (point([holder("Priya Shah")], verified: nil), "Nobody has verified this contact yet."),
            (
                point([holder("Priya Shah")], bounced: day(2026, 11, 2)),
                "Messages to this contact have come back since 2 November 2026."
            ),
        ]
        for (point, sentence) in cases {
            let route = gate(point)
            #expect(route.way == .phone)
            #expect(route.holder == nil)
            #expect(route.warnings.contains(sentence))
            #expect(route.warnings.contains("No deputy can be told: phone."))
        }
    }

    @Test("a holder who has left is passed over; one who is leaving is still told, with a warning")
    func leaving() {
        let gone = gate(point([holder("Priya Shah", leaves: day(2026, 11, 2)), holder("Sam Reed", rank: 1)]))
        #expect(gone.way == .deputy)
        #expect(gone.warnings.first == "Priya Shah left on 2 November 2026, and nobody has taken over.")
        let going = gate(point([holder("Priya Shah", leaves: day(2026, 11, 27))]))
        #expect(going.way == .holder)
        #expect(going.warnings == ["Priya Shah leaves on 27 November 2026, and nobody has accepted to take over yet."])
        let lastDay = gate(point([holder("Priya Shah", leaves: day(2026, 11, 20))]))
        #expect(lastDay.way == .holder)
    }

    @Test("a successor who accepted holds it from the day after")
    func successor() {
        let people = [holder("Priya Shah", leaves: day(2026, 11, 20)), holder("Bea Lund", starts: day(2026, 11, 21))]
        #expect(gate(point(people)).holder?.name == "Priya Shah")
        #expect(gate(point(people)).warnings == ["Priya Shah leaves on 20 November 2026; Bea Lund takes over."])
        let next = ContactRoute.gate(
            to: service, through: [point(people)], calendar: calendar, at: day(2026, 11, 21).at(minute: 600)
        )
        #expect(next.holder?.name == "Bea Lund")
        #expect(next.warnings.isEmpty)
    }

    @Test("verification lasts to the end of its last day, and not an hour longer")
    func rhythm() {
        let kept = point([holder("Priya Shah")], verified: day(2026, 11, 20), every: 30)
        let last = day(2026, 12, 20).at(minute: 23 * 60 + 59)
        #expect(kept.freshness(at: last).isFresh)
        #expect(!kept.freshness(at: day(2026, 12, 21).start).isFresh)
    }

    @Test("a service that named nobody, and an organisation that has not joined, lead to the telephone and say so")
    func nobody() {
        let route = ContactRoute.gate(to: service, through: [], calendar: calendar, at: Self.now)
        #expect(route.way == .phone)
        #expect(route.warnings == ["Student Wellbeing has named nobody to receive this."])
        let york = Organisation(
            id: organisation, kind: .provider, name: "York St John University", legalName: "York St John University",
            telephone: "01904 624624", nation: .england
        )
        let outside = ContactRoute.outside(york, calendar: calendar, at: Self.now)
        #expect(outside.warnings == ["York St John University has not joined Footbridge."])
        #expect(outside.telephone == "01904 624624")
    }

    @Test("no contact that is not fresh is ever used without a word")
    func neverSilent() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<500 {
            let point = anyPoint(&random)
            let route = gate(point)
            let isSound = point.freshness(at: Self.now).isFresh && point.holder(on: CalendarDate(Self.now)) != nil
            #expect((route.way == .holder) == isSound)
            #expect(isSound || !route.warnings.isEmpty)
            #expect(route.way == .phone || route.holder?.serves(on: CalendarDate(Self.now)) == true)
        }
    }

    private func anyPoint(_ random: inout SeededRandom) -> ContactPoint {
        let start = day(2026, 5, 1)
        func date(_ random: inout SeededRandom) -> CalendarDate? {
            Bool.random(using: &random) ? start.adding(days: Int.random(in: 0...300, using: &random)) : nil
        }
        let people = (0..<Int.random(in: 0...3, using: &random)).map { rank in
            holder("Person \(rank)", rank: rank, leaves: date(&random), starts: date(&random))
        }
        let bounced = Int.random(in: 0...4, using: &random) == 0 ? day(2026, 11, 1) : nil
        return point(people, verified: date(&random), bounced: bounced)
    }

    private func gate(_ point: ContactPoint) -> ContactRoute {
        ContactRoute.gate(to: service, through: [point], calendar: calendar, at: Self.now)
    }

    private func point(
        _ holders: [ContactHolder], verified: CalendarDate? = day(2026, 11, 1), every days: Int = 90,
        bounced: CalendarDate? = nil
    ) -> ContactPoint {
        ContactPoint(
            id: ContactPointID(at: Self.now), serviceID: service.id, organisationID: organisation, purpose: .notices,
            verifyEveryDays: days, verifiedAt: verified?.at(minute: 9 * 60), bouncedAt: bounced?.start,
            holders: holders
        )
    }

    private func holder(
        _ name: String, rank: Int = 0, leaves: CalendarDate? = nil, starts: CalendarDate? = nil
    ) -> ContactHolder {
        ContactHolder(
            id: ContactHolderID(at: Self.now), contactPointID: ContactPointID(at: Self.now), rank: rank,
            accountID: AccountID(at: Self.now), name: name, startsOn: starts, leavingOn: leaves
        )
    }
}
