import Database

/// The columns of an entry in the order in which they are read in place, and the hash over them.
enum EntryHash {
    static let columns: SQL =
        """
        seq, at, account_id, role, organisation_id, action, subject_kind, subject_id, person_id, detail, salt,
        previous_hash, hash
        """
    static let (seq, at, salt, previousHash, hash) = (0, 1, 10, 11, 12)
    private static let texts = 2...9

    /// An entry without a salt was chained by an older version.
    static func isChained(_ row: any RowInPlace) -> Bool {
        var isNull = false
        row.withBytes(salt) { isNull = $0 == nil }
        return isNull
    }

    /// SHA-256 over the salt and every field but the number, which the seal binds to it: so an entry can be written
    /// before its number is known, and nobody has to read the one before.
    static func own(_ row: any RowInPlace, _ bytes: inout HashedBytes) -> Fingerprint {
        bytes.begin(.entry)
        row.withBytes(salt) { bytes.add($0) }
        bytes.add(row.integer(at))
        for column in texts { row.withBytes(column) { bytes.add($0) } }
        return bytes.fingerprint
    }

    /// SHA-256 as older versions made it, over the number and the hash of the entry before too.
    static func chained(_ row: any RowInPlace, _ bytes: inout HashedBytes) -> Fingerprint {
        bytes.beginChained()
        bytes.addChained(row.integer(seq))
        bytes.addChained(row.integer(at))
        for column in texts { row.withBytes(column) { bytes.addChained($0) } }
        row.withBytes(previousHash) { bytes.addChained($0) }
        return bytes.fingerprint
    }

    /// The hash that fits the content.
    static func made(_ row: any RowInPlace, _ bytes: inout HashedBytes) -> Fingerprint {
        isChained(row) ? chained(row, &bytes) : own(row, &bytes)
    }

    /// The hash that was stored. One that is none stands as zeros: sealing must go on, and verification names the entry.
    static func stored(_ row: any RowInPlace, column: Int = hash) -> Fingerprint {
        var stored = Fingerprint.none
        row.withBytes(column) { bytes in
            if let bytes, let read = Fingerprint(hex: bytes) { stored = read }
        }
        return stored
    }

    /// The leaf of the Merkle tree: the hash, bound to the number.
    static func leaf(seq: Int, _ hash: Fingerprint, _ bytes: inout HashedBytes) -> Fingerprint {
        bytes.begin(.leaf)
        bytes.add(seq)
        bytes.add(hash)
        return bytes.fingerprint
    }
}
