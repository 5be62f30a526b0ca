import Exchange
import FHIR
import Foundation
import Vocabulary

/// http://hl7.org/fhir/R4/valueset-task-status.html
enum TaskStatus {
    static let all: Set = [
        "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold",
        "failed", "completed", "entered-in-error",
    ]
}

extension Standing {
    fileprivate var title: String {
        switch self {
        case .waiting: ExchangeStatus.sent.title
        case .opened: ExchangeStatus.opened.title
        case .acknowledged: ExchangeStatus.acknowledged.title
        case .inHand: "Acknowledged, and somebody is at it"
        case .closed: ExchangeStatus.closed.title
        case .declined: ExchangeStatus.declined.title
        case .recalled: ExchangeStatus.recalled.title
        case .enteredInError: ExchangeStatus.enteredInError.title
        }
    }
}

extension Urgency {
    /// http://hl7.org/fhir/R4/valueset-request-priority.html
    var priority: String {
        switch self {
        case .immediately: "stat"
        case .within48Hours: "urgent"
        case .within7Days: "routine"
        }
    }
}

extension ExchangeKind {
    /// As the event of a message has it, so that what comes in and what is read are called the same.
    var code: String { self == .crisisContact ? "crisis-contact" : rawValue }

    init?(code: String) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }

    var concept: JSONText.Value { .concept(FHIRSystem.messageEvent, code, title) }
}

extension ExchangeOverview {
    /// As UK Core's Task. Whom it is about and what is asked travel only once it is told; what was told never does.
    var served: Served {
        Served(
            "Task", id: id, version: String(version), changedAt: changedAt,
            [
                part("identifier", list: [.identifier(FHIRSystem.exchangeReference, facts.reference)]),
                part("status", text: state.standing.taskStatus), part("statusReason", statusReason),
                part("businessStatus", businessStatus), part("intent", text: "order"),
                part("priority", text: state.urgency.priority),
                part("code", facts.kind.concept),
                part("focus", isTold ? .reference("ServiceRequest", id) : nil),
                part("for", isTold ? .reference("Patient", facts.personID) : nil),
                part("authoredOn", text: FHIRTime.exact(facts.sentAt)),
                part("lastModified", text: FHIRTime.exact(changedAt)),
                part("requester", .reference("Organization", facts.senderOrganisationID, senderName)),
                part("owner", owner), part("restriction", restriction), part("input", list: isTold ? inputs : []),
                part("output", list: isTold ? outputs : []),
            ])
    }

    private var owner: JSONText.Value {
        guard let team = state.serviceID else {
            return .reference("Organization", facts.recipientOrganisationID, recipientName)
        }
        return .reference(
            "HealthcareService", team, [teamName, recipientName].compactMap(\.self).joined(separator: ", "))
    }

    /// Why it was declined, recalled or marked as wrong, in code and words.
    private var statusReason: JSONText.Value? {
        guard let ending, ending.kind != .closed else { return nil }
        let words = [ending.words.text, ending.words.redirect].compactMap(\.self).joined(separator: "\n")
        let coding = ending.detail.declineReason.map {
            JSONText.Value.coding(FHIRSystem.declineReason, $0.rawValue, $0.title)
        }
        let parts = [part("coding", list: coding.map { [$0] } ?? []), part("text", text: words)].compactMap(\.self)
        return parts.isEmpty ? nil : .object(parts)
    }

    /// How it ended, where somebody closed it; else how it stands, in our own words.
    private var businessStatus: JSONText.Value {
        if let outcome = state.outcome { return .concept(FHIRSystem.outcome, outcome.rawValue, outcome.title) }
        return .concept(FHIRSystem.standing, state.standing.rawValue, state.standing.title)
    }

    /// By when something is owed.
    private var restriction: JSONText.Value? {
        state.dueAt.map { ["period": ["end": .string(FHIRTime.exact($0))]] }
    }

    private var inputs: [JSONText.Value] {
        state.requests.map {
            [
                "id": .string($0.id.rawValue), "type": .concept(FHIRSystem.request, $0.kind.rawValue, $0.kind.title),
                "valueCode": .string($0.kind.rawValue),
            ]
        }
    }

    private var outputs: [JSONText.Value] {
        let contact = state.milestones[.contacted].map { stamp -> JSONText.Value in
            [
                "type": .concept(
                    FHIRSystem.act, ExchangeEvent.Kind.studentContacted.rawValue, "The student was reached"),
                "valueDateTime": .string(FHIRTime.exact(stamp.at)),
            ]
        }
        return answers + [contact].compactMap(\.self)
    }

    private var answers: [JSONText.Value] {
        state.requests.compactMap { request in
            state.answers[request.id].map { answer in
                [
                    "id": .string(request.id.rawValue),
                    "type": .concept(FHIRSystem.request, request.kind.rawValue, request.kind.title),
                    "valueCode": .string(answer.accepted ? "accepted" : "declined"),
                ]
            }
        }
    }
}
