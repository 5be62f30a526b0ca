import Foundation

/// Keeps one writer from storing what a key sealed that has been retired since: its process stood still, or reads an older
/// copy of the ring. See docs/adr/0027-a-retired-key-seals-nothing.md.
///
/// The key that was met last is looked up by the statement that leaves a transaction's receipt, so that most writes ask
/// nothing besides. Another is asked for when something that it sealed is to be stored.
final class RetiredKeyGuard {
    /// The name of the key that sealed what was stored last.
    private var expected: String?
    /// What values begin with whose keys this transaction has looked up.
    private var cleared: [Data] = []

    /// Whether the last receipt was left on the condition that a key is none of the retired.
    private(set) var isConditional = false

    /// After a receipt could not be left: what is sealed is looked up write by write, and the next receipt always left.
    func expectNone() { expected = nil }

    /// Leaves a transaction's receipt, unless the key that is expected was retired: then there is nothing to leave, which the
    /// table does not take.
    func leaving(_ receipt: String) -> SQL {
        isConditional = expected != nil
        cleared = expected.map { [KeyRing.mark($0)] } ?? []
        guard let expected else { return "INSERT INTO footbridge_receipt (id) VALUES (\(receipt))" }
        return """
            INSERT INTO footbridge_receipt (id) VALUES (
                (SELECT \(receipt) WHERE NOT EXISTS (SELECT name FROM retired_key WHERE name = \(expected))))
            """
    }

    /// - Throws: `KeyFault.retired` where `sql` would store what a retired key sealed.
    func check(_ sql: SQL, on connection: PostgreSQLConnection) throws {
        for case .blob(let value) in sql.values where !cleared.contains(where: { value.starts(with: $0) }) {
            guard let name = KeyRing.keyName(of: value), sql.text.contains("_sealed") else { continue }
            let retired = try connection.answer("SELECT name FROM retired_key WHERE name = \(name)").rows
            guard retired.isEmpty else { throw KeyFault.retired(name) }
            cleared.append(KeyRing.mark(name))
            expected = name
        }
    }
}
