import Foundation

/// What is hashed, put together in one buffer that is used again and again.
///
/// The first byte tells what it is, as RFC 6962 does for leaves and nodes, so that nothing of one kind reads as another.
struct HashedBytes: Sendable {
    enum Kind: UInt8 {
        case leaf, node, entry, seal
    }

    private(set) var bytes: [UInt8] = []

    mutating func begin(_ kind: Kind) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(kind.rawValue)
    }

    /// Eight bytes, most significant first.
    mutating func add(_ number: Int) {
        withUnsafeBytes(of: Int64(number).bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Preceded by its length, and the absent different from the empty, so that no two lists of fields read alike.
    mutating func add(_ field: UnsafeRawBufferPointer?) {
        withUnsafeBytes(of: UInt32(field.map { $0.count + 1 } ?? 0).bigEndian) { bytes.append(contentsOf: $0) }
        if let field { bytes.append(contentsOf: field) }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    mutating func add(_ fingerprint: Fingerprint) {
        fingerprint.withBytes { bytes.append(contentsOf: $0) }
    }

    var fingerprint: Fingerprint { bytes.withUnsafeBytes { Fingerprint(of: $0) } }
}

extension HashedBytes {
    /// How versions before the seals wrote an entry down: each field after its length in decimals and a colon.
    mutating func beginChained() { bytes.removeAll(keepingCapacity: true) }

    mutating func addChained(_ field: UnsafeRawBufferPointer?) {
        bytes.append(contentsOf: "\(field?.count ?? 0):".utf8)
        if let field { bytes.append(contentsOf: field) }
    }

    mutating func addChained(_ number: Int) {
        var text = String(number)
        text.withUTF8 { addChained(UnsafeRawBufferPointer($0)) }
    }
}
