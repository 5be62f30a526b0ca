import Accounts
import Outbox
import Vocabulary

/// E-mails: when a person wants them, and for the operator which could not be delivered.
public struct DeliveryPages: Feature {
    let deliveries: DeliveryStore
    let hasMailServer: Bool

    public init(deliveries: DeliveryStore, hasMailServer: Bool) {
        (self.deliveries, self.hasMailServer) = (deliveries, hasMailServer)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/installation/e-mails", needs: .administerInstallation) { visit in
            let page = DeliveriesPage(
                try await deliveries.overview(by: visit.actor), hasMailServer: hasMailServer, at: visit.now)
            return .page("delivery/deliveries", page, title: "E-mails")
        }
        site.post("/installation/e-mails", needs: .administerInstallation) { visit in
            try await tryAgain(nil, visit)
        }
        site.post("/installation/e-mails/:id", needs: .administerInstallation) { visit in
            try await tryAgain(visit.id(), visit)
        }
        site.get("/account/e-mails", .anyRole) { visit in try await wishes(visit) }
        site.post("/account/e-mails", .anyRole, save)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.administerInstallation) else { return [] }
        let givenUp = try await deliveries.givenUpInAll(by: visit.actor)
        return [NavigationItem("E-mails", "/installation/e-mails", count: givenUp)]
    }

    private func tryAgain(_ only: DeliveryID?, _ visit: Visit) async throws -> Answer {
        let count = try await deliveries.tryAgain(only, mailLeaves: hasMailServer, by: visit.actor)
        return .seeOther("/installation/e-mails", flash: hasMailServer ? Self.again(count) : Self.withoutMail(count))
    }

    private static func again(_ count: Int) -> String {
        count == 0 ? "Nothing was waiting to be tried again." : "\(UKTime.count(count, "e-mail")) will be tried again."
    }

    private static func withoutMail(_ count: Int) -> String {
        let systems = count == 0 ? "" : "\(UKTime.count(count, "message")) to systems will be tried again. "
        return systems + "No e-mail is tried again: no mail server is set, so none would leave."
    }

    private func wishes(_ visit: Visit) async throws -> Answer {
        let page = MailWishesPage(try await deliveries.wishes(of: visit.actor), for: visit.actor.role)
        return .page("delivery/wishes", page, title: "E-mails to you")
    }

    private func save(_ visit: Visit) async throws -> Answer {
        do {
            try await deliveries.save(try MailWishesPage.read(visit.form), by: visit.actor)
            return .seeOther("/account/e-mails", flash: "Saved.")
        } catch let invalid as InvalidInput {
            let faults = FieldFaults(invalid)
            let page = MailWishesPage(try await deliveries.wishes(of: visit.actor), faults, for: visit.actor.role)
            return .form("delivery/wishes", page, title: "E-mails to you", faults)
        }
    }
}
