import Accounts
import Directory
import Foundation
import Vocabulary

/// One record system, with what whoever connects it needs to know.
struct RecordSystemPage: Sendable {
    let id: String
    let name: String
    let team: String
    let mayMove: Bool
    let newTeam: SelectField
    let tokenAddress: String
    let serviceAddress: String
    let scopes: String
    let keyNames: String
    let keysAddress: String?
    let keysRead: String?
    let keysFault: String?
    let refused: String?
    let findings: [ConnectionFinding]
    let isTested: Bool
    let isSound: Bool
    let lastUsed: String
    let revoked: String?
    let isOpen: Bool
    let sending: Choices
    /// How it hears of later events.
    let word: String
    let hasMESH: Bool
    /// Not where nothing can come of naming one; one that was named can still be taken away.
    let offersMailbox: Bool
    let mailbox: TextField
    let mailboxState: String?
    let keys: TextArea
    let newAddress: TextField
    let errorSummary: ErrorSummary?

    init(
        _ system: RecordSystem, teams: [CareService], mayMove: Bool, publicAddress: URL, form: Form,
        instruction: InstructionForm,
        findings: [ConnectionFinding], word: WordWay, faults: FieldFaults, at now: Date
    ) {
        (id, name) = (system.id.rawValue, system.name)
        team = teams.first { $0.id == system.serviceID }?.name ?? "One that has closed"
        let others = teams.filter { $0.id != system.serviceID }
        self.mayMove = mayMove && !others.isEmpty
        newTeam = SelectField(
            "service", label: "Team that it is to work for",
            [("", "Choose a team")] + others.map { ($0.id.rawValue, $0.name) }, chosen: form["service"],
            error: faults["service"])
        tokenAddress = publicAddress.appending(path: "oauth/token").absoluteString
        serviceAddress = publicAddress.appending(path: "fhir/R4").absoluteString
        scopes = system.scopes.isEmpty ? "None" : SystemScope.written(system.scopes)
        keyNames = system.keys.keys.isEmpty ? "None known yet" : system.keys.keys.map(\.kid).joined(separator: ", ")
        (keysAddress, keysFault) = (system.keysAddress, system.keysFault)
        keysRead = system.keysAddress.map { _ in system.keysReadAt.map { UKTime.short($0, now: now) } ?? "Not yet" }
        refused = system.refusedAt.map { "\(UKTime.short($0, now: now)): \(system.refusedBecause ?? "")" }
        (self.findings, isTested) = (findings, !findings.isEmpty)
        isSound = findings.allSatisfy(\.isGood)
        lastUsed = system.lastUsedAt.map { UKTime.short($0, now: now) } ?? "Not yet"
        revoked = system.revokedAt.map { UKTime.short($0, now: now) }
        isOpen = system.revokedAt == nil
        sending = instruction.field(faults)
        (self.word, hasMESH) = (word.words, word.hasMESH)
        mailbox = Self.field(form["mailbox"] ?? system.mailbox, faults)
        offersMailbox = word.hasMESH || (form["mailbox"] ?? system.mailbox) != nil
        mailboxState = word.hasMESH || system.mailbox != nil ? Self.words(for: system) : nil
        keys = TextArea(
            "keys", label: "New public keys", value: form["keys"],
            hint:
                "To change keys without a break, paste the old and the new one, change over, then paste the new one alone.",
            error: faults["keys"], most: 20_000, rows: 8)
        newAddress = TypedKeys.addressField(form, faults)
        errorSummary = faults.summary
    }

    private static func field(_ mailbox: String?, _ faults: FieldFaults) -> TextField {
        TextField(
            "mailbox", label: "MESH mailbox", value: mailbox,
            hint: "The id of the mailbox that its messages come from, such as X26HC005. Leave it empty if it has none.",
            error: faults["mailbox"], width: .twenty)
    }

    private static func words(for system: RecordSystem) -> String {
        guard let mailbox = system.mailbox else { return "None" }
        return system.mailboxConfirmedAt == nil ? "\(mailbox), not confirmed by the operator yet" : mailbox
    }
}
