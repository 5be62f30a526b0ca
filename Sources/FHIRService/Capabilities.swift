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
                "url": .string(base.absoluteString),
            ],
            "fhirVersion": "4.0.1", "format": ["application/fhir+json"], "patchFormat": ["application/json-patch+json"],
            "rest": [
                [
                    "mode": "server", "security": security,
                    "resource": .array(resources.map(Self.capability)),
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

    private static func capability(of kind: ServedResource) -> JSONText.Value {
        let controls: [JSONText.Value] = [["name": "_count", "type": "number"]]
        let parameters: [JSONText.Value] = kind.parameters.map {
            .object(
                [
                    .init("name", .string($0.name)), .init("type", .string($0.kind.rawValue)),
                    part("documentation", text: $0.isForBodyAlone ? bodyAlone(kind) : nil),
                ].compactMap(\.self))
        }
        let codes = ["read", "search-type"] + kind.writes.map(\.code)
        let inclusions = { (isReverse: Bool) in
            kind.inclusions.filter { $0.isReverse == isReverse }.map { JSONText.Value.string($0.name) }
        }
        return .object(
            [
                .init("type", .string(kind.type)),
                part("supportedProfile", list: ServedResource.ukCore(kind.type).map { [.string($0)] } ?? []),
                .init("interaction", .array(codes.map { ["code": .string($0)] })),
                .init("documentation", .string(kind.otherwise)), .init("versioning", "versioned"),
                .init("updateCreate", false),
                .init("conditionalCreate", .boolean(codes.contains("create"))), .init("conditionalRead", "not-match"),
                part("searchInclude", list: inclusions(false)), part("searchRevInclude", list: inclusions(true)),
                .init("searchParam", .array(parameters + controls)),
            ].compactMap(\.self))
    }

    private static func bodyAlone(_ kind: ServedResource) -> String {
        """
        Only in the form body of POST \(kind.address)/_search, since it says who somebody is. In an address it is refused. \
        The links of the answer hold it sealed.
        """
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
