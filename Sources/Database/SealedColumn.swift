import Foundation

/// A column that holds sealed values. A test finds a `*_sealed` column of the schema that is missing here.
public struct SealedColumn: Sendable, Hashable {
    public let table: String
    public let column: String
    /// What the values were sealed for.
    public let context: String
    /// The columns that tell its rows apart.
    public let key: [String]

    init(_ table: String, _ column: String, for context: String? = nil, key: [String] = ["id"]) {
        (self.table, self.column, self.key) = (table, "\(column)_sealed", key)
        self.context = context ?? "\(table).\(column)"
    }

    /// `person.family_name_sealed`
    public var name: String { "\(table).\(column)" }

    public static let all: [SealedColumn] = [
        SealedColumn("account", "email"), SealedColumn("account", "name"), SealedColumn("account", "totp"),
        SealedColumn("invitation", "email", for: "account.email"),
        SealedColumn("person", "nhs_number"), SealedColumn("person", "given_name"),
        SealedColumn("person", "family_name"), SealedColumn("person", "birth_date"),
        SealedColumn("student_status", "safe_contact"), SealedColumn("student_status", "unsafe_contact"),
        SealedColumn("consent", "decided_by_name"), SealedColumn("sharing_decision", "reasons"),
        SealedColumn("decision_task", "case"), SealedColumn("draft", "answers"),
        SealedColumn("exchange", "next_steps"), SealedColumn("exchange", "named_contact"),
        SealedColumn("exchange_content", "text", key: ["exchange_id", "category"]),
        SealedColumn("exchange_request", "detail"),
        SealedColumn("exchange_checklist", "reason", key: ["exchange_id", "step"]),
        SealedColumn("exchange_event", "words"), SealedColumn("message", "body"),
        SealedColumn("legal_hold", "reason"), SealedColumn("legal_hold", "lifted_reason"),
        SealedColumn("retention_report", "reasons"), SealedColumn("incoming_message", "content"),
        SealedColumn("provider_key", "private"),
        SealedColumn("sign_in_attempt", "kept", for: "site.kept_form", key: ["state_hash"]),
        SealedColumn("endpoint", "token"), SealedColumn("mesh_message", "content"), SealedColumn("delivery", "content"),
    ]
}
