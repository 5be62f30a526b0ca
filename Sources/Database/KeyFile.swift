import Crypto
import Foundation

/// A key ring as it stands in its file. Fields that this type does not know are kept when the file is written again.
struct KeyFile {
    private let name: String
    private var fields: [String: Any]

    init(reading file: URL) throws {
        name = file.lastPathComponent
        let bytes = try Data(contentsOf: file)
        guard let read = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] else {
            throw KeyFault.unreadable(name)
        }
        fields = read
    }

    private init(_ fields: [String: Any]) { (name, self.fields) = ("keys.json", fields) }

    static func fresh() -> KeyFile {
        KeyFile(["sealing": ["1": bytes().base64EncodedString()], "index": bytes().base64EncodedString()])
    }

    var index: Data {
        get throws { try key(fields["index"]) }
    }

    var sealing: [String: Data] {
        get throws {
            // The length of a name is one byte of each sealed value.
            guard let sealing = try keys("sealing"), sealing.keys.allSatisfy({ (1...255).contains($0.utf8.count) })
            else { throw KeyFault.unreadable(name) }
            return sealing
        }
    }

    mutating func set(sealing: [String: Data]) { set(sealing, "sealing") }

    /// None in a ring from before the record was sealed.
    var signing: [String: Data] {
        get throws { try keys("signing") ?? [:] }
    }

    mutating func set(signing: [String: Data]) { set(signing, "signing") }

    /// The named keys in a field of the file; `nil` where there is no such field.
    private func keys(_ field: String) throws -> [String: Data]? {
        guard let keys = fields[field] else { return nil }
        guard let named = keys as? [String: Any] else { throw KeyFault.unreadable(name) }
        return try named.mapValues(key)
    }

    private mutating func set(_ keys: [String: Data], _ field: String) {
        fields[field] = keys.mapValues { $0.base64EncodedString() }
    }

    func write(to file: URL) throws {
        let data = try JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
        try DurableFile.write(data, to: file)
    }

    private func key(_ value: Any?) throws -> Data {
        guard let data = (value as? String).flatMap({ Data(base64Encoded: $0) }), data.count == 32 else {
            throw KeyFault.unreadable(name)
        }
        return data
    }

    private static func bytes() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }
}
