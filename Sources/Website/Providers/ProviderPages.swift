import Accounts
import Foundation
import OpenID
import Vocabulary

/// Where the operator registers sign-in providers, sees whether they will do, and offers them to people.
public struct ProviderPages: Feature {
    let providers: ProviderStore
    let book: ProviderBook
    let publicAddress: URL

    public init(providers: ProviderStore, book: ProviderBook, publicAddress: URL) {
        (self.providers, self.book, self.publicAddress) = (providers, book, publicAddress)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/providers", needs: .administerInstallation) { visit in try await list(visit) }
        site.post("/providers", needs: .administerInstallation, register)
        site.get("/providers/:id", needs: .administerInstallation, show)
        site.post("/providers/:id/offer", needs: .administerInstallation, offer)
        site.post("/providers/:id/next-key", needs: .administerInstallation) { visit in
            try await providers.makeNextKey(for: visit.id(), by: visit.actor)
            return try back(visit, "The next key is published beside the present one.")
        }
        site.post("/providers/:id/change-over", needs: .administerInstallation) { visit in
            try await providers.changeOver(visit.id(), by: visit.actor)
            return try back(visit, "Footbridge signs with the new key. The old one is gone.")
        }
        site.post("/providers/:id/closure", needs: .administerInstallation) { visit in
            try await providers.close(visit.id(), by: visit.actor)
            return try back(visit, "Closed. Nobody can sign in there any more, and whoever had is signed out.")
        }
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        visit.actor.may(.administerInstallation) ? [NavigationItem("Sign-in providers", "/providers")] : []
    }

    private func back(_ visit: Visit, _ flash: String) throws -> Answer {
        let id: SignInProviderID = try visit.id()
        return .seeOther("/providers/\(id)", flash: flash)
    }

    private func list(_ visit: Visit, _ faults: FieldFaults = FieldFaults()) async throws -> Answer {
        let page = ProviderListPage(
            try await providers.providers(as: visit.actor),
            organisations: try await providers.possibleOrganisations(as: visit.actor), form: visit.form, faults: faults)
        return .form("providers/list", page, title: "Sign-in providers", faults)
    }

    private func register(_ visit: Visit) async throws -> Answer {
        do {
            let new = try NewProvider(
                kind: visit.form["kind"], name: visit.form["name"], issuer: visit.form["issuer"],
                clientID: visit.form["clientID"],
                organisation: visit.form["organisation"].flatMap(OrganisationID.init))
            let id = try await providers.register(new, by: visit.actor)
            return .seeOther("/providers/\(id)", flash: "Registered. People cannot choose it yet.")
        } catch let invalid as InvalidInput { return try await list(visit, FieldFaults(invalid)) }
    }

    private func show(_ visit: Visit) async throws -> Answer {
        let provider = try await providers.provider(visit.id(), as: visit.actor)
        let isOpen = provider.closedAt == nil
        let findings = isOpen ? await book.findings(about: provider) : []
        let keys = isOpen ? try await providers.ownKeys(for: provider.id) : []
        let page = try ProviderPage(provider, findings, keys, publicAddress: publicAddress, at: visit.now)
        return .page("providers/provider", page, title: provider.name)
    }

    /// People are not sent where signing in cannot work.
    private func offer(_ visit: Visit) async throws -> Answer {
        let provider = try await providers.provider(visit.id(), as: visit.actor)
        guard provider.closedAt == nil else { throw NotFound("sign-in provider") }
        guard await book.findings(about: provider).allSatisfy(\.isGood) else {
            return try back(visit, "It is not offered: something has to be mended first.")
        }
        try await providers.offer(provider.id, by: visit.actor)
        return try back(visit, "People can choose it now.")
    }
}
