import Accounts
import Foundation
import OpenID
import Vocabulary

/// One provider: whether it will do, and what its own people need from us.
struct ProviderPage: Sendable {
    let id: String
    let name: String
    let kind: String
    let organisation: String?
    let issuer: String
    let clientID: String
    let returnAddress: String
    let keysAddress: String
    let signOutAddress: String
    let scopes: String
    let keys: [Key]
    let findings: [ProviderFinding]
    let isSound: Bool
    let isOpen: Bool
    let isOffered: Bool
    let canBeOffered: Bool
    let hasNextKey: Bool
    let closed: String?

    struct Key: Sendable {
        let name: String
        let state: String
        let pem: String
    }

    init(
        _ provider: SignInProvider, _ findings: [ProviderFinding], _ keys: [ProviderKey], publicAddress: URL,
        at now: Date
    ) throws {
        (id, name, kind) = (provider.id.rawValue, provider.name, provider.kind.title)
        (organisation, issuer, clientID) = (provider.organisationName, provider.issuer, provider.clientID)
        returnAddress = ProviderDoor.returnAddress(of: provider.id, on: publicAddress)
        keysAddress = publicAddress.appending(path: "sign-in/providers/\(provider.id)/keys").absoluteString
        signOutAddress = ProviderDoor.signedOutAddress(on: publicAddress)
        scopes = provider.kind.scopes.joined(separator: " ")
        self.keys = try keys.map { key in
            let state = key.usedFrom.map { "signs since \(UKTime.short($0, now: now))" } ?? "next, not used yet"
            return Key(name: key.id.rawValue, state: state, pem: try key.publicPEM())
        }
        self.findings = findings
        isSound = findings.allSatisfy(\.isGood)
        (isOpen, isOffered) = (provider.closedAt == nil, provider.isOffered)
        canBeOffered = isOpen && isSound && !isOffered
        hasNextKey = keys.contains { $0.usedFrom == nil }
        closed = provider.closedAt.map { UKTime.short($0, now: now) }
    }
}
