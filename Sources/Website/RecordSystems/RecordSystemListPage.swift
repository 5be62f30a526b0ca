import Accounts
import Directory
import Foundation
import Vocabulary

struct RecordSystemListPage: Sendable {
    let systems: [Line]
    let name: TextField
    let service: SelectField
    let scopes: Choices
    let keys: TextArea
    let errorSummary: ErrorSummary?

    struct Line: Sendable {
        let id: String
        let name: String
        let detail: String
        let isRevoked: Bool
    }

    init(_ systems: [RecordSystem], teams: [CareService], form: Form, faults: FieldFaults, at now: Date) {
        self.systems = systems.map { Line($0, now) }
        name = TextField(
            "name", label: "Name", value: form["name"],
            hint: "For example: Record system of the emergency department, or Case system of Student Wellbeing",
            error: faults["name"])
        service = SelectField(
            "service", label: "Team that it works for",
            [("", "Choose a team")] + teams.map { ($0.id.rawValue, $0.name) }, chosen: form["service"],
            hint: "Its people decide about what the system hands in. The system reads this team’s exchanges alone.",
            error: faults["service"])
        scopes = Choices(
            "scopes", legend: "What it may do", SystemScope.allCases.map { .init($0.rawValue, $0.title) },
            chosen: form.all("scopes"), error: faults["scopes"])
        keys = TextArea(
            "keys", label: "Public keys", value: form["keys"],
            hint: "A JWK Set with RSA keys (2048 bits or more) or keys on P-384. Never a private key.",
            error: faults["keys"], most: 20_000, rows: 8)
        errorSummary = faults.summary
    }
}

extension RecordSystemListPage.Line {
    init(_ system: RecordSystem, _ now: Date) {
        (id, name, isRevoked) = (system.id.rawValue, system.name, system.revokedAt != nil)
        let used = system.lastUsedAt.map { "signed in \(UKTime.short($0, now: now))" } ?? "has not signed in yet"
        detail =
            system.revokedAt.map { "Shut out \(UKTime.short($0, now: now))" } ?? used.prefix(1).uppercased()
            + used.dropFirst()
    }
}

/// One record system, with what whoever connects it needs to know.
struct RecordSystemPage: Sendable {
    let id: String
    let name: String
    let tokenAddress: String
    let serviceAddress: String
    let scopes: String
    let keyNames: String
    let lastUsed: String
    let revoked: String?
    let isOpen: Bool
    let sending: Choices
    let mailbox: TextField
    let mailboxState: String
    let keys: TextArea
    let errorSummary: ErrorSummary?

    init(
        _ system: RecordSystem, publicAddress: URL, form: Form, instruction: InstructionForm,
        faults: FieldFaults, at now: Date
    ) {
        (id, name) = (system.id.rawValue, system.name)
        tokenAddress = publicAddress.appending(path: "oauth/token").absoluteString
        serviceAddress = publicAddress.appending(path: "fhir/R4").absoluteString
        scopes = SystemScope.written(system.scopes)
        keyNames = system.keys.keys.map(\.kid).joined(separator: ", ")
        lastUsed = system.lastUsedAt.map { UKTime.short($0, now: now) } ?? "Not yet"
        revoked = system.revokedAt.map { UKTime.short($0, now: now) }
        isOpen = system.revokedAt == nil
        sending = instruction.field(faults)
        mailbox = TextField(
            "mailbox", label: "MESH mailbox", value: form["mailbox"] ?? system.mailbox,
            hint: "The id of the mailbox that its messages come from, such as X26HC005. Leave it empty if it has none.",
            error: faults["mailbox"], width: .twenty)
        mailboxState = Self.words(for: system)
        keys = TextArea(
            "keys", label: "New public keys", value: form["keys"],
            hint:
                "To change keys without a break, paste the old and the new one, change over, then paste the new one alone.",
            error: faults["keys"], most: 20_000, rows: 8)
        errorSummary = faults.summary
    }

    private static func words(for system: RecordSystem) -> String {
        guard let mailbox = system.mailbox else { return "None" }
        return system.mailboxConfirmedAt == nil ? "\(mailbox), not confirmed by the operator yet" : mailbox
    }
}
