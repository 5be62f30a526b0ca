import Accounts
import Outbox

/// By which way a record system hears what became of its messages later: where something listens over HTTPS, there, else by
/// MESH.
struct WordWay: Sendable {
    let words: String
    let hasMESH: Bool

    /// - Parameter endpoints: those at which the system hears.
    init(_ system: RecordSystem, endpoints: [KeptEndpoint], hasMESH: Bool) {
        self.hasMESH = hasMESH
        words =
            Self.overHTTPS(own: endpoints.contains { $0.systemID == nil }, endpoints.count { $0.systemID != nil })
            ?? (hasMESH ? Self.byMESH(system) : nil)
            ?? "Not at all: it has no address where it is told\(hasMESH ? ", and no mailbox on MESH" : "")."
    }

    private static func overHTTPS(own: Bool, _ subscribed: Int) -> String? {
        let places = [
            own ? "at the address of your own system" : nil,
            subscribed > 0 ? "at what it subscribed (\(subscribed))" : nil,
        ].compactMap(\.self)
        return places.isEmpty ? nil : "Over HTTPS, \(places.joined(separator: " and "))."
    }

    private static func byMESH(_ system: RecordSystem) -> String? {
        guard let mailbox = system.mailbox else { return nil }
        return system.mailboxConfirmedAt == nil
            ? "By MESH, once the operator has confirmed its mailbox."
            : "By MESH, in the mailbox \(mailbox)."
    }
}
