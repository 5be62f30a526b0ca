import Database
import Foundation
import Vocabulary

/// Sign-ins on their way to a provider and back. In the database, since another process may answer the return.
public struct AttemptStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    /// Time to find a telephone and type a code, in seconds.
    public static let life: TimeInterval = 600

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// - Parameters:
    ///   - browser: the word that the browser keeps from an earlier attempt.
    ///   - invitation: the token of the link that is being accepted.
    ///   - kept: a form whose session ended, as the site sealed it; anything else is dropped.
    public func begin(
        at provider: SignInProviderID, browser: String?, invitation: String? = nil, next: String? = nil,
        kept: String? = nil
    ) async throws -> AttemptSecrets {
        let (secrets, until) = (AttemptSecrets(browser: browser), clock.now + Self.life)
        let form = kept.flatMap { Data(base64Encoded: $0) }.flatMap { form in
            (try? keys.open(form, "site.kept_form")).map { _ in form }
        }
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO sign_in_attempt (state_hash, browser_hash, provider_id, invitation_hash, next_path,
                    kept_sealed, expires_at)
                VALUES (\(Secret.hash(secrets.state)), \(Secret.hash(secrets.browser)), \(provider),
                    \(invitation.map(Secret.hash)), \(next), \(form), \(until))
                """
            )
        }
        return secrets
    }

    /// Takes an attempt, so that nobody takes it again.
    /// - Returns: `nil` where it is unknown, of another browser or provider, too old, or was taken.
    public func take(
        state: String, browser: String, from provider: SignInProviderID
    ) async throws -> SignInAttempt? {
        let now = clock.now
        return try await engine.write { database in
            let own: SQL = """
                FROM sign_in_attempt WHERE state_hash = \(Secret.hash(state)) AND provider_id = \(provider)
                    AND browser_hash = \(Secret.hash(browser)) AND expires_at > \(now)
                """
            guard let row = try database.row("SELECT *" + own), try database.changes("DELETE" + own) == 1 else {
                return nil
            }
            let kept: Data? = try row("kept_sealed")
            return SignInAttempt(
                provider: provider, secrets: AttemptSecrets(browser: browser, state: state),
                invitationHash: try row("invitation_hash"), next: try row("next_path"),
                kept: kept?.base64EncodedString()
            )
        }
    }

    /// Forgets what was begun and never came back.
    public func purge() async throws {
        let now = clock.now
        let old: SQL = "SELECT state_hash FROM sign_in_attempt WHERE expires_at <= \(now) LIMIT 1"
        guard try await engine.read({ try $0.row(old) }) != nil else { return }
        try await engine.write { try $0.execute("DELETE FROM sign_in_attempt WHERE expires_at <= \(now)") }
    }
}
