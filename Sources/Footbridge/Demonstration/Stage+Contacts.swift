import Directory
import Foundation
import Vocabulary

/// A team's contact point as the demonstration has it.
private struct Nomination {
    let team: Team
    let holder: CastMember
    let deputies: [CastMember]
    var purpose = ExchangePurpose.notices
    var mailbox = "wellbeing"
    /// Days ago on which somebody last said that it is right.
    let verified: [Int]

    static let all = [
        Nomination(team: .leedsWellbeing, holder: .priyaShah, deputies: [.danielMensah], verified: [140, 62, 11]),
        Nomination(
            team: .leedsDisability, holder: .lauraKeane, deputies: [], purpose: .referrals, verified: [139, 30]),
        Nomination(team: .beckettWellbeing, holder: .graceAdeyemi, deputies: [.benHartley], verified: [138, 70, 20]),
        // Verified when it began and never since: stale after ninety days, and no deputy.
        Nomination(team: .artsSupport, holder: .lucaMoretti, deputies: [], verified: [118]),
        // Right when she last said so; the mailbox was closed since (`Stage+Posting.swift`).
        Nomination(
            team: .trinitySupport, holder: .annaKowalczyk, deputies: [], mailbox: "support", verified: [135, 60, 15]),
    ]
}

extension Stage {
    /// Nominates who receives notices, and tells when they said that it is still right.
    func openContactPoints() async throws -> [Scene] {
        var scenes: [Scene] = []
        for nomination in Nomination.all {
            let manager = try manager(of: nomination.team.place)
            let text = ContactPointText(
                purpose: nomination.purpose, email: "\(nomination.mailbox)@\(nomination.team.place.domain)",
                telephone: nomination.team.text.telephone, verifyEveryDays: 90
            )
            let point = try await directory.openContactPoint(text, at: try service(nomination.team), by: manager)
            var places: [ContactHolderID] = []
            for member in [nomination.holder] + nomination.deputies {
                places.append(try await directory.appoint(holderText(member), to: point, by: manager))
            }
            let holder = nomination.holder
            scenes += nomination.verified.map { days in
                Scene(at: moments.day(days, 9, 30)) { try await $0.directory.verify(point, by: $0.actor(holder)) }
            }
            if holder == .graceAdeyemi, let place = places.first { scenes.append(graceLeaves(place)) }
        }
        return scenes
    }

    private func holderText(_ member: CastMember) throws -> HolderText {
        HolderText(
            accountID: try actor(member).accountID, name: member.name, jobTitle: member.jobTitle, email: member.email
        )
    }

    /// She said so three days ago and asked Ben, who has not answered yet.
    private func graceLeaves(_ place: ContactHolderID) -> Scene {
        let friday = moments.friday
        return Scene(at: moments.day(3, 10, 0)) { stage in
            let (grace, ben) = (try stage.actor(.graceAdeyemi), try stage.actor(.benHartley))
            try await stage.directory.leave(place, on: friday, successor: ben.accountID, by: grace)
        }
    }
}
