import Exchange
import Foundation
import Vocabulary

extension ServiceUpkeepPages {
    /// What closing a team leaves behind, and who is told in its stead, before anything closes.
    func askToClose(_ visit: Visit) async throws -> Answer {
        let closing = try await exchanges.teamClosing(visit.id(), as: visit.actor)
        if closing.leavesNobody { return .seeOther("/directory/upkeep", flash: TeamClosing.refusal) }
        let heading = "Close \(closing.service.name)?"
        let page = FormPage(
            heading, lead: Self.consequences(of: closing), back: UpkeepPage.wayBack,
            action: "/directory/services/\(closing.service.id)/closing", fields: [], button: "Close the service",
            hidden: [.init(name: "seen", value: closing.mark)])
        return .page("forms/page", page, title: heading)
    }

    func close(_ visit: Visit) async throws -> Answer {
        let id: ServiceID = try visit.id()
        do {
            try await exchanges.closeTeam(id, seen: visit.form["seen"], by: visit.actor)
            return .seeOther("/directory/upkeep", flash: "The service is closed.")
        } catch let conflict as Conflict {
            return .seeOther("/directory/services/\(id)/closing", flash: conflict.message)
        }
    }

    /// One paragraph each.
    private static func consequences(of closing: TeamClosing) -> [String] {
        let managers = closing.managers.joined(separator: ", ")
        var words = [
            "It will no longer be found, and nothing new can be sent to it. What it has received stays with you."
        ]
        if closing.received > 0 {
            words.append(
                """
                \(UKTime.count(closing.received, "exchange")) open with it: the clocks go on. Whoever has taken one is \
                reminded as before; of the others the managers of your organisation are, in the team’s stead: \(managers).
                """)
        }
        if closing.sent > 0 {
            words.append(
                """
                \(UKTime.count(closing.sent, "exchange")) sent by it and not finished: whoever sent them is told what becomes \
                of them, and once they have left, the managers of your organisation: \(managers).
                """)
        }
        if closing.drafts > 0 {
            words.append(
                """
                \(UKTime.count(closing.drafts, "notice")) begun there and not sent: they stay with whoever began them, and \
                nobody has been told yet.
                """)
        }
        if closing.held > 0 {
            words.append(
                """
                \(UKTime.count(closing.held, "message")) from its record system waiting for a decision: whoever works in the \
                team can still decide. The managers of your organisation see them under “Record systems”, and can give \
                them to another team: \(managers).
                """)
        }
        if !closing.systems.isEmpty {
            words.append(
                """
                Hands in on its behalf, and goes on doing so: \(closing.systems.joined(separator: ", ")). Nothing leaves by \
                itself any more; each message waits as said under “Record systems”. Move it there to \
                another team.
                """)
        }
        return words
    }
}
