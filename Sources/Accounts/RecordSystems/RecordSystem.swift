import Database
import Foundation
import Vocabulary

/// A system of an organisation that may call the FHIR service.
public struct RecordSystem: Sendable, Equatable, Identifiable {
    public let id: RecordSystemID
    public let organisationID: OrganisationID
    /// The team whose people decide about what it hands in.
    public let serviceID: ServiceID
    public let name: String
    private let storedKeys: String
    /// Where it publishes its keys; `nil` where they were pasted.
    public let keysAddress: String?
    public let keysReadAt: Date?
    /// Why they could not be read the last time.
    public let keysFault: String?
    /// What it may do, whatever it was allowed before: as far as its organisation's systems can be allowed that.
    public let scopes: Set<SystemScope>
    public let registeredAt: Date
    public let lastUsedAt: Date?
    public let revokedAt: Date?
    /// When it, or somebody who gave its id, was last given no token, and why.
    public let refusedAt: Date?
    public let refusedBecause: String?
    /// The mailbox on MESH that its messages come from. It counts once the operator has confirmed it.
    public let mailbox: String?
    public let mailboxConfirmedAt: Date?

    init(_ row: Row) throws {
        (id, organisationID, serviceID) = (try row("id"), try row("organisation_id"), try row("service_id"))
        (name, registeredAt) = (try row("name"), try row("registered_at"))
        (lastUsedAt, revokedAt) = (try row("last_used_at"), try row("revoked_at"))
        (mailbox, mailboxConfirmedAt) = (try row("mesh_mailbox"), try row("mesh_confirmed_at"))
        storedKeys = try row("key_set")
        (keysAddress, keysReadAt, keysFault) = (try row("keys_address"), try row("keys_read_at"), try row("keys_fault"))
        (refusedAt, refusedBecause) = (try row("refused_at"), try row("refused_because"))
        scopes = SystemScope.read(try row("scopes")).intersection(SystemScope.offered(to: try row("organisation_kind")))
    }

    /// What `init(_:)` reads of `record_system s`.
    static let columns: SQL = """
        s.*, (SELECT o.kind FROM organisation o WHERE o.id = s.organisation_id) AS organisation_kind
        """

    /// Those that were pasted, or read last from `keysAddress`. Every call brings the row, and few ask for the keys in it.
    public var keys: PublicKeySet { (try? PublicKeySet(stored: storedKeys)) ?? .none }

    /// The system as it acts in its organisation.
    public var actor: Actor {
        Actor(
            accountID: AccountID(id.rawValue), organisationID: organisationID, serviceID: serviceID,
            role: .recordSystem, name: name)
    }
}

/// What a record system may be allowed, as SMART Backend Services writes it.
public enum SystemScope: String, Sendable, CaseIterable {
    /// Hand in messages.
    case messages = "system/Bundle.c"
    /// Look organisations up.
    case directory = "system/Organization.rs"
    case services = "system/HealthcareService.rs"
    case places = "system/Location.rs"
    /// Look up which teams can be told something here.
    case reach = "system/Endpoint.rs"
    /// Find who works in the own team.
    case colleagues = "system/PractitionerRole.rs"
    /// Read how the exchanges of the team stand.
    case exchanges = "system/Task.rs"
    /// Say what a named person of the team did with one.
    case acts = "system/Task.u"
    case contents = "system/ServiceRequest.rs"
    case students = "system/Patient.rs"
    case encounters = "system/Encounter.rs"
    case thread = "system/Communication.rs"
    case writing = "system/Communication.c"
    case history = "system/Provenance.rs"
    /// Read what the own organisation did with exchanges, as the record of acts has it.
    case record = "system/AuditEvent.rs"
    case consents = "system/Consent.rs"
    /// Say, in the name of a person of the team, what a student answered about sharing.
    case asking = "system/Consent.cu"
    case subscriptions = "system/Subscription.rs"
    case subscribing = "system/Subscription.cud"

    public var title: String {
        switch self {
        case .messages: "Hand in messages about patients"
        case .directory: "Look up universities and NHS organisations"
        case .services: "Look up their services"
        case .places: "Look up their places"
        case .reach: "Look up which teams can be told something, and of which kinds"
        case .colleagues: "Find who works in the team"
        case .exchanges: "Read how the team’s exchanges stand"
        case .acts: "Say, in the name of a person of the team, that they acknowledged, took, declined or closed one"
        case .contents: "Fetch what was told in exchanges that somebody of the team has opened"
        case .students: "Fetch whom those exchanges are about"
        case .encounters: "Fetch when and how the student was seen"
        case .thread: "Read the messages between both sides"
        case .writing: "Write messages in the name of a person of the team"
        case .history: "Read who did what with an exchange, and when"
        case .record: "Read what the own organisation did with the team’s exchanges, and when, without names"
        case .consents: "Fetch what students agreed to, where the team has sent something on the strength of it"
        case .asking: "Say, in the name of a clinician of the team, what a student agreed to, refused or took back"
        case .subscriptions: "Read where it hears of what happens"
        case .subscribing: "Say where it wants to hear of what happens to the team’s exchanges, change and end that"
        }
    }

    /// What a system of such an organisation can be allowed. What is handed in waits for clinicians, and a student's answer is
    /// handed on in the name of one: in a university nobody would ever see either.
    /// - Parameter kind: as the directory keeps it; `nil` where the organisation is not known, whose systems can do nothing.
    static func offered(to kind: String?) -> [SystemScope] {
        switch kind {
        case nil: []
        case "provider": allCases.filter { $0 != .messages && $0 != .asking }
        default: allCases
        }
    }

    /// Those of a list with spaces between them that are known, also by the names that they had.
    public static func read(_ text: String) -> Set<SystemScope> {
        Set(text.split(separator: " ").compactMap { SystemScope(rawValue: former[String($0)] ?? String($0)) })
    }

    /// Those that a request for a token asks for: each that lies wholly within `system/Task.rs`, or `system/*.rs` for every kind
    /// of resource (SMART App Launch 2, "Scopes for requesting FHIR resources").
    public static func asked(_ text: String) -> Set<SystemScope> {
        let wishes = text.split(separator: " ").compactMap { Parts($0) }
        return read(text).union(
            allCases.filter { scope in
                guard let own = Parts(scope.rawValue[...]) else { return false }
                return wishes.contains { own.lies(within: $0) }
            })
    }

    /// A kind of resource, and what may be done with it: some of create, read, update, delete and search.
    private struct Parts {
        let resource: Substring
        let acts: Set<Character>

        init?(_ text: Substring) {
            guard let found = text.wholeMatch(of: /system\/([A-Za-z]+|\*)\.(c?r?u?d?s?)/), !found.2.isEmpty else {
                return nil
            }
            (resource, acts) = (found.1, Set(found.2))
        }

        func lies(within other: Parts) -> Bool {
            (other.resource == "*" || other.resource == resource) && acts.isSubset(of: other.acts)
        }
    }

    /// Whoever could make and end a subscription may change it too.
    private static let former = ["system/Subscription.cd": "system/Subscription.cud"]

    /// Sorted, with spaces between them.
    public static func written(_ scopes: Set<SystemScope>) -> String {
        scopes.map(\.rawValue).sorted().joined(separator: " ")
    }
}
