import Accounts
import Audit
import Database
import Directory
import Foundation
import Vocabulary

/// What the operator sees: which organisations have joined, inviting one more, whether the record is intact.
/// Counts only; no route here can reach a student's record.
public struct InstallationPages: Feature {
    let engine: any Engine
    let keys: KeyRing
    let invitations: InvitationStore
    let directory: DirectoryStore
    let hasMailServer: Bool
    let publicAddress: URL

    public init(
        engine: any Engine, keys: KeyRing, invitations: InvitationStore, directory: DirectoryStore,
        hasMailServer: Bool, publicAddress: URL
    ) {
        (self.engine, self.keys, self.invitations) = (engine, keys, invitations)
        self.hasMailServer = hasMailServer
        (self.directory, self.publicAddress) = (directory, publicAddress)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/installation", needs: .administerInstallation) { visit in
            .page("installation/overview", try await page(visit), title: "This installation")
        }
        site.post("/installation/invitations", needs: .administerInstallation, invite)
        site.post("/installation/invitations/:id/again", needs: .administerInstallation, sendAgain)
        site.post("/installation/invitations/:id/withdrawal", needs: .administerInstallation) { visit in
            try await invitations.withdraw(visit.id(), by: visit.actor)
            return .seeOther("/installation", flash: InvitationForm.isWithdrawn)
        }
        site.post("/installation/audit-check", needs: .administerInstallation, checkAudit)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        visit.actor.may(.administerInstallation) ? [NavigationItem("This installation", "/installation")] : []
    }

    private func invite(_ visit: Visit) async throws -> Answer {
        do {
            guard let organisation = visit.form["organisation"].flatMap(OrganisationID.init) else {
                throw InvalidInput("organisation", "Find the organisation and choose it.")
            }
            let way = InvitationForm.way(visit.form, hasMailServer: hasMailServer)
            let token = try await invitations.invite(
                organisation: organisation, manager: visit.form["email"] ?? "", way: way,
                form: InvitationForm.key(visit.form), by: visit.actor
            )
            return try await made(token, way, visit)
        } catch let invalid as InvalidInput {
            let faults = FieldFaults(invalid)
            return .form("installation/overview", try await page(visit, faults), title: "This installation", faults)
        }
    }

    private func sendAgain(_ visit: Visit) async throws -> Answer {
        let (token, way) = try await invitations.sendAgain(visit, hasMailServer: hasMailServer)
        return try await made(token, way, visit)
    }

    /// The link is in this one answer, or in the e-mail, and nowhere else.
    private func made(_ token: String, _ way: InvitationWay, _ visit: Visit) async throws -> Answer {
        if way == .mail { return .seeOther("/installation", flash: InvitationForm.onItsWay) }
        let link = InvitationStore.link(token, on: publicAddress)
        return .page("installation/overview", try await page(visit, link: link), title: "This installation")
    }

    private func checkAudit(_ visit: Visit) async throws -> Answer {
        let finding = try await AuditTrail.verify(engine, keys: keys)
        let isIntact = if case .intact = finding { true } else { false }
        let words = isIntact ? "\(finding)" : "\(finding) Tell your security lead."
        return .seeOther("/installation", flash: words)
    }

    private func page(
        _ visit: Visit, _ faults: FieldFaults = FieldFaults(), link: String? = nil
    ) async throws -> InstallationPage {
        let typed = visit.query["q"] ?? visit.form["q"] ?? ""
        let counts = try await engine.read { [keys] in try InstallationPage.counts(keys, in: $0) }
        let waiting = try await invitations.invitations(as: visit.actor)
        return InstallationPage(
            counts: counts,
            joined: try await engine.read { try InstallationPage.joined(at: visit.now, in: $0) }, typed: typed,
            found: try await engine.read { try InstallationPage.found(typed, in: $0) },
            searched: !typed.isEmpty, isUnfilled: counts.first?.number == 0,
            email: TextField(
                "email", label: "E-mail address of its service manager", value: link == nil ? visit.form["email"] : nil,
                error: faults["email"], kind: .email, width: .twenty
            ),
            form: InvitationForm(link == nil ? visit.form : Form(), hasMailServer: hasMailServer),
            waiting: WaitingInvitations(
                waiting.map { .init(ofOrganisation: $0, at: visit.now) }, under: "/installation/invitations",
                hasMailServer: hasMailServer),
            organisationProblem: faults["organisation"], link: link, errorSummary: faults.summary
        )
    }
}
