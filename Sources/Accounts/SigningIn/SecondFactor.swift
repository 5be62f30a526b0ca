import Audit
import Database
import Foundation
import Vocabulary

/// Setting up, proving and recovering the second factor of a local account.
public struct SecondFactor: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// The secret to show as a QR code: the one being set up, or a new one. Nothing is asked for it until it is confirmed.
    /// - Throws: `Conflict` when a second factor is set up already: it cannot be read again.
    public func proposal(for account: AccountID) async throws -> OneTimeCode {
        let keys = keys
        return try await engine.write { database in
            let row = try database.row("SELECT totp_sealed, totp_confirmed_at FROM account WHERE id = \(account)")
            let confirmed: Date? = try row?("totp_confirmed_at")
            if confirmed != nil { throw Conflict("Your second step is set up already.") }
            if let sealed: Data = try row?("totp_sealed"),
                let kept = OneTimeCode(base32: try keys.open(sealed, "account.totp"))
            {
                return kept
            }
            let fresh = OneTimeCode()
            let sealed = try keys.seal(fresh.base32, "account.totp")
            try database.execute("UPDATE account SET totp_sealed = \(sealed) WHERE id = \(account)")
            return fresh
        }
    }

    /// Confirms the secret with a first code.
    /// - Returns: ten recovery codes, shown once.
    /// - Throws: `InvalidInput` on `code`.
    public func confirm(_ typed: String, for account: AccountID) async throws -> [String] {
        let (now, keys) = (clock.now, keys)
        return try await engine.write { database in
            guard let step = try Self.step(of: typed, account: account, at: now, keys: keys, in: database) else {
                throw InvalidInput("code", "That code is not right. Enter the six digits your app shows now.")
            }
            try database.execute(
                "UPDATE account SET totp_confirmed_at = \(now), totp_last_step = \(step) WHERE id = \(account)"
            )
            let codes = (0..<10).map { _ in Secret.recoveryCode() }
            try database.execute("DELETE FROM recovery_code WHERE account_id = \(account)")
            for code in codes {
                let hash = Secret.recoveryHash(code, of: account.rawValue)
                try database.execute("INSERT INTO recovery_code (account_id, code_hash) VALUES (\(account), \(hash))")
            }
            let actor = Actor(accountID: account, organisationID: nil, role: .system, name: "")
            try AuditTrail.record(
                AuditFact("second_factor.set_up", "account", account), by: actor, at: now, in: database)
            return codes
        }
    }

    /// Checks a code of the app, or a recovery code, which then is used up.
    /// - Throws: `SignInRefused`.
    public func prove(_ typed: String, for account: AccountID) async throws {
        let (now, keys) = (clock.now, keys)
        let throttle = SignInThrottle(account: "code:\(account)", address: "")
        let right = try await engine.write { database in
            if let seconds = try throttle.wait(at: now, in: database) { throw SignInRefused.wait(seconds) }
            let right = try Self.accept(typed, account: account, at: now, keys: keys, in: database)
            if right { try throttle.forget(in: database) } else { try throttle.count(at: now, in: database) }
            return right
        }
        if !right {
            throw SignInRefused(message: "That code is not right. Wait for the next one, or use a recovery code.")
        }
    }

    private static func accept(
        _ typed: String, account: AccountID, at now: Date, keys: KeyRing, in database: any Writing
    ) throws -> Bool {
        if let step = try step(of: typed, account: account, at: now, keys: keys, in: database) {
            try database.execute("UPDATE account SET totp_last_step = \(step) WHERE id = \(account)")
            return true
        }
        let hash = Secret.recoveryHash(typed, of: account.rawValue)
        return try database.changes(
            "UPDATE recovery_code SET used_at = \(now) WHERE account_id = \(account) AND code_hash = \(hash) AND used_at IS NULL"
        ) == 1
    }

    private static func step(
        of typed: String, account: AccountID, at now: Date, keys: KeyRing, in database: any Reading
    ) throws -> Int? {
        let row = try database.row("SELECT totp_sealed, totp_last_step FROM account WHERE id = \(account)")
        guard let sealed: Data = try row?("totp_sealed") else { return nil }
        let last: Int? = try row?("totp_last_step")
        return OneTimeCode(base32: try keys.open(sealed, "account.totp"))?.step(of: typed, at: now, after: last)
    }
}
