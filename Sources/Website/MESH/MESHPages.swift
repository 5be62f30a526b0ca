import Accounts
import MESH
import Vocabulary

/// MESH, for the operator: how it stands with the mailbox, whose mailboxes write to it, and what could not be taken.
public struct MESHPages: Feature {
    let mesh: MESHStore
    let systems: RecordSystemStore

    public init(mesh: MESHStore, systems: RecordSystemStore) { (self.mesh, self.systems) = (mesh, systems) }

    public func routes(_ site: inout RouteTable) {
        site.get("/installation/mesh", needs: .administerInstallation) { visit in
            let page = MESHPage(
                mailbox: mesh.mailbox, try await mesh.overview(by: visit.actor),
                claims: try await systems.mailboxes(by: visit.actor), at: visit.now)
            return .page("mesh/overview", page, title: "MESH")
        }
        site.post("/installation/mesh/senders/:id/confirmation", needs: .administerInstallation) { visit in
            try await systems.confirm(visit.form["mailbox"] ?? "", of: visit.id(), by: visit.actor)
            return .seeOther(
                "/installation/mesh", flash: "Confirmed. What comes from this mailbox is taken from now on.")
        }
        site.post("/installation/mesh/kept/:id/attempt", needs: .administerInstallation) { visit in
            try await mesh.tryAgain(visit.id(), by: visit.actor)
            return .seeOther("/installation/mesh", flash: "It will be taken in again in a moment.")
        }
        site.post("/installation/mesh/kept/:id/end", needs: .administerInstallation) { visit in
            try await mesh.setAside(visit.id(), by: visit.actor)
            return .seeOther("/installation/mesh", flash: "Set aside. What it held is gone.")
        }
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.administerInstallation) else { return [] }
        let kept = try await mesh.keptInAll(by: visit.actor)
        return mesh.mailbox == nil && kept == 0 ? [] : [NavigationItem("MESH", "/installation/mesh", count: kept)]
    }
}
