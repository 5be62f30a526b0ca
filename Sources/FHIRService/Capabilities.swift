import Accounts
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// What the service does: this and nothing else.
    var capabilities: JSONText.Value {
        [
            "resourceType": "CapabilityStatement", "status": "active", "date": .string(FHIRTime.instant(startedAt)),
            "kind": "instance", "software": ["name": "Footbridge"],
            "implementation": [
                "description": "Universities and the NHS, looking after students together",
                "url": .string(base.absoluteString),
            ],
            "fhirVersion": "4.0.1", "format": ["application/fhir+json"], "patchFormat": ["application/json-patch+json"],
            "rest": [
                [
                    "mode": "server", "security": security,
                    "resource": .array(resources.map(\.capability)),
                    "operation": [
                        [
                            "name": "process-message",
                            "definition": "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
                        ]
                    ],
                ]
            ],
            "messaging": [messaging],
        ]
    }

    /// What is understood of messages. Da Vinci publishes no definition of its own, and nor do we: those stand in words.
    private var messaging: JSONText.Value {
        [
            "endpoint": [
                [
                    "protocol": .coding("http://terminology.hl7.org/CodeSystem/message-transport", "http"),
                    "address": .string(base.appending(path: "$process-message").absoluteString),
                ]
            ],
            "reliableCache": .number(Self.rememberedMinutes),
            "documentation": .string(messagingWords),
            "supportedMessage": [
                [
                    "mode": "receiver",
                    "definition":
                        "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-request-referral",
                ]
            ],
        ]
    }

    /// How long a message is known again: no record of an exchange is removed in less than a year.
    private static let rememberedMinutes = 366 * 24 * 60

    private var messagingWords: String {
        let events = MessageEvent.allCases.map { "\($0.system)|\($0.code)" }.joined(separator: ", ")
        return
            "Messages are held for a decision by the sender's team, unless the student and that team decided in advance. "
            + "Events understood: \(events)."
    }

    private var security: JSONText.Value {
        [
            "service": [
                [
                    "coding": [
                        [
                            "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                            "code": "SMART-on-FHIR",
                        ]
                    ]
                ]
            ],
            "extension": [
                [
                    "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                    "extension": [["url": "token", "valueUri": .string(tokenAddress)]],
                ]
            ],
        ]
    }

    /// SMART App Launch, "Conformance": what a client needs to know to sign in.
    var smart: JSONText.Value {
        [
            "token_endpoint": .string(tokenAddress), "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS384", "RS512", "ES384"],
            "scopes_supported": .array(SystemScope.allCases.map { .string($0.rawValue) } + ["system/*.rs"]),
            "capabilities": ["client-confidential-asymmetric", "permission-v2"],
        ]
    }
}
