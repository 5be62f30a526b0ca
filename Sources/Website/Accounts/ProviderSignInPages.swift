import Accounts
import Foundation
import Hummingbird
import OpenID
import Vocabulary

/// Signing in at a provider: leaving for it, coming back, and signing out there too.
public struct ProviderSignInPages: Feature {
    let providers: ProviderStore
    let attempts: AttemptStore
    let invitations: InvitationStore
    let door: ProviderDoor
    let opening: Opening

    public init(
        providers: ProviderStore, attempts: AttemptStore, invitations: InvitationStore, door: ProviderDoor,
        opening: Opening
    ) {
        (self.providers, self.attempts, self.invitations) = (providers, attempts, invitations)
        (self.door, self.opening) = (door, opening)
    }

    public func routes(_ site: inout RouteTable) {
        site.post("/sign-in/providers/:id", .anyone, leave)
        site.get("/sign-in/providers/:id/return", .anyone, comeBack)
        site.get("/sign-in/providers/:id/keys", .anyone, publishKeys)
        site.get("/sign-in/providers/:id/signed-out", .anyone, signedOut)
    }

    /// A page that leads to the provider by itself: a form may not (`form-action`), and there is no script to wait for.
    private func leave(_ visit: Visit) async throws -> Answer {
        let provider = try await providers.offered(visit.id())
        let invitation = visit.form["invitation"]
        if let invitation {
            guard provider.canVouch(for: try await invitations.invitation(token: invitation)) else {
                throw NotFound("sign-in provider")
            }
        }
        do {
            let secrets = try await attempts.begin(
                at: provider.id, browser: visit.attempt, invitation: invitation,
                next: Opening.inside(visit.form["next"]), kept: visit.form["kept"])
            let page = DeparturePage(
                heading: "Going to \(provider.name)", words: ["You sign in there, and come back here."],
                address: try await door.departure(to: provider, with: secrets), button: "Continue to \(provider.name)",
                goesByItself: true)
            return .withAttempt(
                word: secrets.browser, .page("accounts/departure", page, title: "Going to \(provider.name)"))
        } catch let refused as SignInRefused {
            return Self.refusal(refused, .serviceUnavailable, visit.form["kept"] == nil ? nil : Self.stillBehind)
        }
    }

    private func comeBack(_ visit: Visit) async throws -> Answer {
        let provider = try await providers.offered(visit.id())
        let reply = ProviderReply { visit.query[$0] }
        let attempt = try await visit.attempt.asyncFlatMap {
            try await attempts.take(state: reply.state, browser: $0, from: provider.id)
        }
        guard let attempt else { return Self.refusal(.stale, .badRequest, Self.perhapsGone) }
        let proof = ProviderProof(
            provider: provider, attempt: attempt, reply: reply,
            signedIn: visit.session?.actor == nil ? nil : visit.session?.account)
        do {
            let identity = try await door.identify(proof)
            return try await opening.begin(identity, visit, next: attempt.next, kept: attempt.kept)
        } catch let refused as SignInRefused {
            return Self.refusal(refused, .forbidden, attempt.kept == nil ? nil : Self.gone)
        }
    }

    private func publishKeys(_ visit: Visit) async throws -> Answer {
        struct KeySet: Encodable { let keys: [PublicJWK] }
        return try .json(KeySet(keys: try await providers.ownKeys(for: visit.id()).map { try $0.publicJWK() }))
    }

    private func signedOut(_ visit: Visit) async throws -> Answer {
        let provider = try await providers.offered(visit.id())
        guard let address = await door.departureForGood(from: provider) else {
            return .seeOther(
                "/sign-in", flash: "You have signed out here. At \(provider.name) you may still be signed in.")
        }
        let page = DeparturePage(
            heading: "You have signed out",
            words: [
                "At \(provider.name) you may still be signed in.",
                "On a computer that others use, sign out there too: whoever comes next could sign in here as you.",
            ],
            address: address, button: "Sign out of \(provider.name)", goesByItself: false)
        return .page("accounts/departure", page, title: "You have signed out")
    }

    /// - Parameter kept: what has become of the form that was being filled in.
    private static func refusal(
        _ refused: SignInRefused, _ status: HTTPResponse.Status, _ kept: String?
    ) -> Answer {
        let page = RefusedPage(words: [refused.message, kept].compactMap(\.self))
        return .page("accounts/refused", page, title: "You are not signed in", status: status)
    }

    private static let stillBehind =
        "What you typed before is still kept in the page before this one: go back there to sign in another way."
    private static let gone = "What you typed before is no longer kept here. Nothing of it was sent."
    private static let perhapsGone =
        "If you had typed something before you had to sign in again, it is no longer kept here, and was not sent."
}

struct DeparturePage: Sendable {
    let heading: String
    let words: [String]
    let address: String
    let button: String
    let goesByItself: Bool
}

struct RefusedPage: Sendable {
    let words: [String]
}

extension SignInRefused {
    fileprivate static let stale = SignInRefused(
        message:
            "This sign-in is over: it took longer than ten minutes, was used already, or began in another browser. Begin again."
    )
}
