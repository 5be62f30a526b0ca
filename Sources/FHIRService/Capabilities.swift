import Accounts
import FHIR
import Foundation

extension FHIRService {
    /// What the service does: this and nothing else.
    var capabilities: JSONText.Value {
        [
            "resourceType": "CapabilityStatement", "status": "active", "date": .string(FHIRTime.instant(startedAt)),
            "kind": "instance", "software": ["name": "Footbridge"],
            "implementation": [
                "description": "Universities and the NHS, looking after students together",
                "url": .string(publicAddress.appending(path: "fhir/R4").absoluteString),
            ],
            "fhirVersion": "4.0.1", "format": ["application/fhir+json"],
            "rest": [
                [
                    "mode": "server", "security": security,
                    "resource": [
                        [
                            "type": "Organization",
                            "supportedProfile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization"],
                            "interaction": [["code": "read"], ["code": "search-type"]],
                            "searchParam": [
                                ["name": "identifier", "type": "token"], ["name": "name", "type": "string"],
                            ],
                        ]
                    ],
                    "operation": [
                        [
                            "name": "process-message",
                            "definition": "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
                        ]
                    ],
                ]
            ],
            "messaging": [["documentation": .string(messagingWords)]],
        ]
    }

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
            "scopes_supported": .array(SystemScope.allCases.map { .string($0.rawValue) }),
            "capabilities": ["client-confidential-asymmetric"],
        ]
    }
}
