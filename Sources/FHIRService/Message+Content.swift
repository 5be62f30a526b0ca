import FHIR

extension Message {
    /// The same for a message that is sent again in a new envelope, with new names for what it holds: many systems make the
    /// UUIDs of `fullUrl` anew each time.
    var contentHash: String {
        let envelope: Set = ["id", "identifier", "meta", "timestamp"]
        let content = JSONText.Value.object((bundle.members ?? []).filter { !envelope.contains($0.key) })
        let names = temporaryNames
        return ContentHash.of(names.isEmpty ? content : Self.renamed(content, "", names))
    }

    /// The entries that only this bundle names so, by their place in it.
    private var temporaryNames: [String: String] {
        var names: [String: String] = [:]
        for (index, entry) in (bundle["entry"]?.items ?? []).enumerated() {
            guard let name = entry["fullUrl"]?.string, name.hasPrefix(Self.temporary) else { continue }
            names[name] = "entry \(index)"
        }
        return names
    }

    private static let temporary = "urn:uuid:"

    private static func renamed(_ value: JSONText.Value, _ key: String, _ names: [String: String]) -> JSONText.Value {
        switch value.content {
        case .object(let members):
            return .object(members.map { .init($0.key, renamed($0.value, $0.key, names)) })
        case .array(let items): return .array(items.map { renamed($0, key, names) })
        case .string(let text) where key == "fullUrl" || key == "reference":
            return names[text].map { .string($0) } ?? value
        case .string(let text) where key == "id":
            return names[temporary + text].map { .string($0) } ?? value
        default: return value
        }
    }
}
