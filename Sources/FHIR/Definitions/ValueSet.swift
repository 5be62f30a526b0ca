/// The codes that an element must take one of.
final class ValueSet: Sendable {
    let name: String
    /// By code system.
    private let codes: [String: Set<String>]
    private let all: Set<String>
    /// The codes for a person to read, when they are few.
    let spoken: String?

    init(name: String, systems: [(system: String, codes: [String])]) {
        self.name = name
        codes = Dictionary(systems.map { ($0.system, Set($0.codes)) }) { $0.union($1) }
        let listed = systems.flatMap(\.codes)
        all = Set(listed)
        spoken = listed.count <= 16 ? listed.joined(separator: ", ") : nil
    }

    func contains(_ code: String) -> Bool { all.contains(code) }
    func contains(_ code: String, of system: String) -> Bool { codes[system]?.contains(code) ?? false }
}
