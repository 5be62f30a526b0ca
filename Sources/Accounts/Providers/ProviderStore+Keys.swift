import Audit
import Database
import Foundation
import Vocabulary

extension ProviderStore {
    /// Our keys for a provider that is not closed, the one that signs first. Their public halves are no secret.
    /// - Throws: `NotFound` for a provider that is not known, or closed.
    public func ownKeys(for id: SignInProviderID) async throws -> [ProviderKey] {
        let keys = keys
        return try await engine.read { database in
            let rows = try database.rows(
                """
                SELECT k.* FROM provider_key k JOIN sign_in_provider p ON p.id = k.provider_id
                WHERE k.provider_id = \(id) AND p.closed_at IS NULL ORDER BY k.used_from IS NULL, k.made_at
                """
            )
            guard !rows.isEmpty else { throw NotFound("sign-in provider") }
            return try rows.map { try ProviderKey($0, keys) }
        }
    }

    /// Makes the next key and publishes it beside the present one, which goes on signing until `changeOver`.
    /// - Throws: `Conflict` where one waits already.
    public func makeNextKey(for id: SignInProviderID, by actor: Actor) async throws {
        guard try await provider(id, as: actor).closedAt == nil else { throw NotFound("sign-in provider") }
        let (now, key) = (clock.now, try await ProviderKey.sealed(bits: keyBits, at: clock.now, keys))
        try await change(id, "provider.key_made", by: actor) { database in
            guard try Self.waitingKey(of: id, in: database) == nil else {
                throw Conflict("The next key is there already. Change over to it first.")
            }
            try Self.keep(key, for: id, usedFrom: nil, at: now, in: database)
        }
    }

    /// Signs with the key that waited, and takes the old one away.
    /// - Throws: `Conflict` where none waits.
    public func changeOver(_ id: SignInProviderID, by actor: Actor) async throws {
        let now = clock.now
        try await change(id, "provider.key_changed", by: actor) { database in
            guard let waiting = try Self.waitingKey(of: id, in: database) else {
                throw Conflict("There is no next key to change over to.")
            }
            try database.execute("DELETE FROM provider_key WHERE provider_id = \(id) AND id <> \(waiting)")
            try database.execute("UPDATE provider_key SET used_from = \(now) WHERE id = \(waiting)")
        }
    }

    static func keep(
        _ key: (id: ProviderKeyID, sealed: Data), for provider: SignInProviderID, usedFrom: Date?, at now: Date,
        in database: any Writing
    ) throws {
        try database.execute(
            """
            INSERT INTO provider_key (id, provider_id, private_sealed, made_at, used_from)
            VALUES (\(key.id), \(provider), \(key.sealed), \(now), \(usedFrom))
            """
        )
    }

    private static func waitingKey(of id: SignInProviderID, in database: any Reading) throws -> ProviderKeyID? {
        try database.row("SELECT id FROM provider_key WHERE provider_id = \(id) AND used_from IS NULL")?("id")
    }
}
