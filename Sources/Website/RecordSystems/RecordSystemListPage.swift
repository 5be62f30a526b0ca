import Accounts
import Directory
import Exchange
import Foundation
import Vocabulary

struct RecordSystemListPage: Sendable {
    let systems: [Line]
    /// What waits for teams that have closed or have no clinician.
    let stranded: [String]
    let hasStranded: Bool
    /// Whether it is the visitor's to give to another team.
    let mayGive: Bool
    /// Of which of those teams what waits is given away, and to which it goes.
    let from: Choices
    let team: SelectField
    let name: TextField
    let service: SelectField
    let scopes: Choices
    let keys: TextArea
    let keysAddress: TextField
    let errorSummary: ErrorSummary?

    struct Line: Sendable {
        let id: String
        let name: String
        let detail: String
        let isRevoked: Bool
    }

    init(
        _ systems: [RecordSystem], teams: [CareService], stranded: [StrandedMessage], mayGive: Bool,
        offered: [SystemScope], form: Form, faults: FieldFaults, at now: Date
    ) {
        self.systems = systems.map { Line($0, now) }
        self.stranded = stranded.map {
            let why = $0.isTeamClosed ? "closed" : "no clinician"
            return "For \($0.teamName) (\(why)), from \($0.systemName), \(UKTime.short($0.receivedAt, now: now))"
        }
        (hasStranded, self.mayGive) = (!stranded.isEmpty, mayGive)
        from = Self.from(stranded, form["from"], faults)
        team = SelectField(
            "team", label: "Team that decides about them",
            [("", "Choose a team")] + teams.map { ($0.id.rawValue, $0.name) }, chosen: form["team"],
            error: faults["team"])
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
            "scopes", legend: "What it may do", offered.map { .init($0.rawValue, $0.title) },
            chosen: form.all("scopes"), error: faults["scopes"])
        keys = TextArea(
            "keys", label: "Public keys", value: form["keys"],
            hint: "A JWK Set with RSA keys (2048 bits or more) or keys on P-384. Never a private key.",
            error: faults["keys"], most: 20_000, rows: 8)
        keysAddress = TypedKeys.addressField(form, faults)
        errorSummary = faults.summary
    }

    /// The team for which the oldest waits comes first; where there is one alone, it is chosen.
    private static func from(_ stranded: [StrandedMessage], _ chosen: String?, _ faults: FieldFaults) -> Choices {
        var teams: [(id: ServiceID, name: String, count: Int)] = []
        for message in stranded {
            if let known = teams.firstIndex(where: { $0.id == message.teamID }) {
                teams[known].count += 1
            } else {
                teams.append((message.teamID, message.teamName, 1))
            }
        }
        let only = teams.count == 1 ? teams.first?.id.rawValue : nil
        return Choices(
            "from", legend: "Whose messages you give",
            teams.map { Choices.Choice($0.id.rawValue, $0.name, hint: UKTime.count($0.count, "message")) },
            chosen: [chosen ?? only].compactMap(\.self), error: faults["from"])
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
