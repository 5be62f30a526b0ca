import Accounts
import Database
import Exchange
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

/// Every column of the tables that resources are made of, and whether it travels. A new one has to be put on one side or the
/// other here.
@Suite("What travels")
struct FieldTests {
    private static let travels: [String: [String: String]] = [
        "exchange": [
            "id": "Task.id", "reference": "Task.identifier", "kind": "Task.code", "urgency": "Task.priority",
            "person_id": "Task.for", "sender_organisation_id": "Task.requester",
            "recipient_organisation_id": "Task.owner", "created_at": "Task.authoredOn",
            "next_steps_sealed": "ServiceRequest.note", "named_contact_sealed": "ServiceRequest.note",
            "happened_at": "Encounter.period",
        ],
        "exchange_content": ["category": "ServiceRequest.note.extension", "text_sealed": "ServiceRequest.note.text"],
        "exchange_request": [
            "id": "Task.input.id", "kind": "Task.input.type", "detail_sealed": "ServiceRequest.orderDetail",
        ],
        "exchange_checklist": [
            "step": "ServiceRequest.note", "answer": "ServiceRequest.note", "reason_sealed": "ServiceRequest.note",
        ],
        "exchange_event": [
            "id": "Provenance.id", "exchange_id": "Provenance.target", "kind": "Provenance.activity",
            "at": "Provenance.occurredDateTime", "account_id": "Provenance.agent.who.display",
            "organisation_id": "Provenance.agent.onBehalfOf", "words_sealed": "Task.statusReason, of an ending alone",
            "detail": "Task.owner, Task.input, Task.statusReason and Task.businessStatus, ids and codes alone",
            "seq": "Task.meta.versionId, the highest",
        ],
        "message": [
            "id": "Communication.id", "exchange_id": "Communication.partOf", "at": "Communication.sent",
            "account_id": "Communication.sender.display", "organisation_id": "Communication.sender",
            "body_sealed": "Communication.payload",
        ],
        "person": [
            "id": "Patient.id", "nhs_number_sealed": "Patient.identifier, for the sender alone",
            "given_name_sealed": "Patient.name", "family_name_sealed": "Patient.name",
            "birth_date_sealed": "Patient.birthDate",
        ],
        "student_status": [
            "safe_contact_sealed": "ServiceRequest.note", "unsafe_contact_sealed": "ServiceRequest.note",
        ],
        "sharing_decision": ["explanation": "ServiceRequest.note"],
        "service_hours": [
            "weekday": "HealthcareService.availableTime", "opens_minute": "HealthcareService.availableTime",
            "closes_minute": "HealthcareService.availableTime",
            "period": "HealthcareService.availabilityExceptions, in words",
        ],
        "contact_point": ["service_id": "Endpoint.id", "purpose": "Endpoint.payloadType"],
        "audit_entry": [
            "seq": "AuditEvent.id, as a keyed index", "at": "AuditEvent.recorded", "role": "AuditEvent.agent.role",
            "organisation_id": "AuditEvent.agent.who", "action": "AuditEvent.subtype",
            "subject_id": "AuditEvent.entity",
        ],
        "endpoint": [
            "id": "Subscription.id", "channel": "Subscription.channel.type", "reason": "Subscription.reason",
            "address": "Subscription.channel.endpoint", "owner_organisation_id": "Subscription.criteria",
            "requester_organisation_id": "Subscription.criteria", "arrived_at": "Subscription.status",
            "gone_at": "Subscription.status", "ends_at": "Subscription.end",
        ],
        "consent": [
            "id": "Consent.id", "person_id": "Consent.patient", "answer": "Consent.policyRule",
            "recipient_organisation_id": "Consent.provision.actor", "categories": "Consent.provision.code",
            "recipient_service_id": "Consent.provision.actor",
            "decided_by": "Consent.performer, where it is the student", "recorded_at": "Consent.dateTime",
            "recorded_by_organisation_id": "Consent.organization", "expires_at": "Consent.provision.period",
            "withdrawn_at": "Consent.provision.period", "invalidated_at": "Consent.status",
        ],
        "service": [
            "id": "HealthcareService.id", "organisation_id": "HealthcareService.providedBy",
            "kind": "HealthcareService.type", "name": "HealthcareService.name", "offer": "HealthcareService.comment",
            "limits": "HealthcareService.extraDetails", "waiting": "HealthcareService.extraDetails",
            "how_to_refer": "HealthcareService.referralMethod", "telephone": "HealthcareService.telecom",
            "out_of_hours_telephone": "HealthcareService.availabilityExceptions",
            "out_of_hours_note": "HealthcareService.availabilityExceptions", "campus_id": "HealthcareService.location",
            "updated_at": "HealthcareService.meta",
        ],
        "campus": [
            "id": "Location.id", "organisation_id": "Location.managingOrganization", "name": "Location.name",
            "place": "Location.address", "latitude": "Location.position", "longitude": "Location.position",
        ],
        "organisation": [
            "id": "Organization.id", "kind": "Organization.type", "ukprn": "Organization.identifier",
            "ods_code": "Organization.identifier", "name": "Organization.name", "legal_name": "Organization.alias",
            "telephone": "Organization.telecom", "website": "Organization.telecom", "address": "Organization.address",
            "postcode": "Organization.address",
        ],
        "membership": [
            "id": "PractitionerRole.id", "organisation_id": "PractitionerRole.organization",
            "service_id": "PractitionerRole.healthcareService", "role": "PractitionerRole.code",
        ],
    ]

    private static let stays: [String: Set<String>] = [
        "exchange": [
            "sender_service_id", "sender_account_id", "recipient_service_id", "contact_point_id", "campus_id", "route",
            "sharing_decision_id", "idempotency_key", "sender_released_at", "recipient_released_at", "record_system_id",
            "unread_message_at", "unread_service_id", "sender_unread_at", "sender_team_unread_at",
            "sender_team_read_by",
            "sender_team_read_at",
        ],
        "exchange_content": ["exchange_id"],
        "exchange_request": ["exchange_id", "position"],
        "exchange_checklist": ["exchange_id", "position"],
        "exchange_event": [],
        "message": ["idempotency_key"],
        "person": ["nhs_number_index", "name_birth_index", "created_by_organisation_id", "created_at"],
        "consent": [
            "record_system_id", "exchange_id", "decided_by_name_sealed", "capacity", "route", "not_asked_reason",
            "in_crisis", "reaffirm_by", "reaffirmed_at", "recorded_by", "invalidated_reason", "without_asking",
        ],
        "student_status": [
            "id", "person_id", "answer", "provider_id", "campus_id", "distance_learner", "lives_at_home",
            "asked_by_organisation_id", "recorded_by", "recorded_at",
        ],
        "sharing_decision": [
            "id", "person_id", "exchange_id", "organisation_id", "recipient_organisation_id", "recipient_service_id",
            "outcome", "basis", "categories", "until_at", "consent_id", "reasons_sealed", "decided_by", "decided_role",
            "decided_at", "review_on",
        ],
        "service_hours": ["service_id"],
        "contact_point": [
            "id", "organisation_id", "email", "telephone", "verify_every_days", "verified_at", "verified_by",
            "bounced_at",
            "closed_at",
        ],
        "audit_entry": ["account_id", "subject_kind", "person_id", "detail", "previous_hash", "hash", "salt"],
        "endpoint": [
            "organisation_id", "record_system_id", "service_id", "token_sealed", "registered_by", "registered_at",
        ],
        "service": ["closed_at", "public_since", "minimum_age", "maximum_age"],
        "campus": ["location_code", "nation", "local_authority_code", "icb_ods_code"],
        "organisation": [
            "nation", "icb_ods_code", "mental_health", "type1_ae", "joined_at", "left_at", "closed_on",
        ],
        "membership": ["account_id", "created_at", "ended_at"],
    ]

    @Test("is listed for every column of every table that resources are made of")
    func columns() async throws {
        try await TestSite.with { site in
            #expect(Set(Self.travels.keys) == Set(Self.stays.keys))
            for (table, sent) in Self.travels {
                let columns = try await Self.columns(of: table, site.ground.engine)
                #expect(Set(columns) == Set(sent.keys).union(Self.stays[table] ?? []), "\(table)")
                #expect(Set(sent.keys).isDisjoint(with: Self.stays[table] ?? []), "\(table)")
            }
        }
    }

    private static func columns(of table: String, _ engine: any Engine) async throws -> [String] {
        let sql: SQL =
            engine.dialect == .sqlite
            ? "SELECT name FROM pragma_table_info(\(table))"
            : "SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = \(table)"
        return try await engine.read { try $0.rows(sql).map { try $0("name") } }
    }

    @Test("is what these resources have, and no element besides")
    func elements() async throws {
        try await ConnectedSystem.with { trust in
            let id = try await trust.world.acknowledged()
            let writer = try await trust.world.sam.actor()
            try await trust.world.store.write("Hello.", in: id, key: "a", by: writer)
            let university = try await trust.university()
            try await university.subscribed()
            let expected: [String: Set<String>] = [
                "Task": [
                    "identifier", "status", "businessStatus", "intent", "priority", "code", "focus", "for",
                    "authoredOn",
                    "lastModified", "requester", "owner", "restriction", "input",
                ],
                "ServiceRequest": [
                    "identifier", "status", "intent", "priority", "code", "orderDetail", "subject", "authoredOn",
                    "requester", "performer", "note",
                ],
                "Patient": ["name", "birthDate"],
                "Encounter": ["status", "class", "type", "subject", "period", "serviceProvider"],
                "Communication": ["partOf", "status", "subject", "sent", "sender", "payload"],
                "Provenance": ["target", "occurredDateTime", "recorded", "activity", "agent"],
                "PractitionerRole?role=practitioner": [
                    "active", "practitioner", "organization", "code", "healthcareService",
                ],
                "HealthcareService": ["active", "providedBy", "type", "name", "telecom", "availableTime"],
                "Organization": ["active", "type", "name", "telecom"],
                "Endpoint": ["status", "connectionType", "name", "managingOrganization", "payloadType", "address"],
                "AuditEvent?entity=Task/\(id)": [
                    "type", "subtype", "recorded", "outcome", "agent", "source", "entity",
                ],
                "Subscription": ["status", "reason", "criteria", "channel"],
            ]
            for (type, elements) in expected {
                let first = try #require(try await university.read(type).resources().first)
                let kinds = Set((first.members ?? []).map(\.key)).subtracting(["resourceType", "id", "meta"])
                #expect(kinds == elements, "\(type)")
            }
        }
    }
}
