import Audit
import Database
import Foundation
import Vocabulary

/// The one door through which identity comes in. Local passwords are one way, a university's or the NHS's own sign-in
/// (`OpenID`) another, and nothing behind the door differs.
public protocol IdentityDoor: Sendable {
    associatedtype Proof: Sendable

    /// - Returns: who has proved to be whom.
    /// - Throws: `SignInRefused` in words for the person at the door.
    func identify(_ proof: Proof) async throws -> VerifiedIdentity
}

/// Somebody whose identity has been proved once, before any second factor.
public struct VerifiedIdentity: Sendable, Equatable {
    public let accountID: AccountID
    /// Whether the way they came in has proved a second factor already.
    public let secondFactorProved: Bool
    /// Which of their roles that way opens.
    public let scope: SessionScope

    public init(accountID: AccountID, secondFactorProved: Bool, scope: SessionScope = .everything) {
        (self.accountID, self.secondFactorProved, self.scope) = (accountID, secondFactorProved, scope)
    }
}

/// Which roles a session knows: a provider vouches for the roles bound to an identity there, and for no others.
public struct SessionScope: Sendable, Equatable {
    public let identityID: IdentityID?
    public let organisationID: OrganisationID?

    /// Whether a role in that organisation can be one of them. A provider that vouches for no organisation (NHS login) opens
    /// no role in any (ADR 17).
    public func covers(_ organisation: OrganisationID) -> Bool {
        self == .everything || organisationID == organisation
    }

    /// For whoever proved an account that is kept here.
    public static let everything = SessionScope(identityID: nil, organisationID: nil)
}

/// Why the door stays shut. Whether an address has an account, the words tell only whoever holds an invitation for it.
public struct SignInRefused: Error, Equatable, Sendable {
    public let message: String

    public init(message: String) { self.message = message }

    static let wrong = SignInRefused(
        message: "That e-mail address and password do not match. Check both and try again.")

    static func wait(_ seconds: TimeInterval) -> SignInRefused {
        let length = seconds < 90 ? UKTime.count(max(1, Int(seconds.rounded(.up))), "second") : UKTime.length(seconds)
        return SignInRefused(message: "Too many tries. Wait \(length), then try again. Your account is not locked.")
    }
}

/// What a person types to sign in with a local account, and from where.
public struct PasswordProof: Sendable {
    public let email: String
    public let password: String
    /// The network address, so that a stranger's failures elsewhere do not shut the person out here.
    public let address: String

    public init(email: String, password: String, address: String) {
        (self.email, self.password, self.address) = (email, password, address)
    }
}

/// Sign-in with an e-mail address and a password kept here.
public struct LocalAccounts: IdentityDoor {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    private let decoy: PasswordHash

    public init(engine: any Engine, keys: KeyRing, clock: any Clock, passwordRounds: Int = PasswordHash.standardRounds)
    {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
        // Checked when the address is unknown, so that the time taken does not tell.
        decoy = .matchingNothing(rounds: passwordRounds)
    }

    public func identify(_ proof: PasswordProof) async throws -> VerifiedIdentity {
        let email = TypedText.clean(proof.email)
        let index = AccountStore.emailIndex(email, keys)
        let throttle = SignInThrottle(account: index, address: keys.blindIndex(proof.address, "sign_in.address"))
        let now = clock.now
        let row = try await engine.read { database in
            if let seconds = try throttle.wait(at: now, in: database) { throw SignInRefused.wait(seconds) }
            return try database.row("SELECT id, password_hash, disabled_at FROM account WHERE email_index = \(index)")
        }
        let hash = try row.map { PasswordHash(text: try $0("password_hash")) } ?? decoy
        let disabled: Date? = try row?("disabled_at")
        let matches = try await offTheEventLoop { try hash.matches(proof.password) }
        guard matches, let row, disabled == nil else {
            try await fail(throttle, account: try row?("id"), at: now)
            throw SignInRefused.wrong
        }
        try await engine.write { try throttle.forget(in: $0) }
        return VerifiedIdentity(accountID: try row("id"), secondFactorProved: false)
    }

    /// Forgets failures that make nobody wait any more: whoever tries addresses by the thousand fills no table for ever.
    public func purge(most: Int = 1_000) async throws {
        let over = SignInThrottle.isOver("last_at", at: clock.now)
        let buckets = try await engine.read { database in
            try database.rows("SELECT bucket FROM sign_in_failure WHERE \(sql: over) LIMIT \(most)")
                .map { row -> String in try row("bucket") }
        }
        guard !buckets.isEmpty else { return }
        try await engine.write {
            try $0.execute("DELETE FROM sign_in_failure WHERE bucket IN (\(list: buckets)) AND \(sql: over)")
        }
    }

    private func fail(_ throttle: SignInThrottle, account: AccountID?, at now: Date) async throws {
        try await engine.write { database in
            try throttle.count(at: now, in: database)
            let fact = AuditFact("sign_in.failed", "account", account)
            try AuditTrail.record(fact, by: .system, at: now, in: database)
        }
    }
}

/// scrypt takes a third of a second on purpose: not on a thread that serves others.
func offTheEventLoop<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}
