import Directory
import Foundation
import Vocabulary

/// The one vocabulary that services are sorted by here: what kind of service they are.
enum Taxonomy {
    static let id = NamedUUID.of("taxonomy", "kind of service")
    static let name = "Footbridge: kinds of service"

    static func termID(_ kind: ServiceKind) -> String { NamedUUID.of("taxonomy_term", kind.rawValue) }

    /// The kinds that two parameters leave; `nil` where neither is given.
    static func kinds(term: String?, taxonomy: String?) -> Set<ServiceKind>? {
        if term == nil, taxonomy == nil { return nil }
        return Set(
            ServiceKind.allCases.filter { kind in
                (term.map { $0 == termID(kind) } ?? true) && (taxonomy.map { $0 == id } ?? true)
            })
    }
}

/// HSDS `taxonomy`.
struct TaxonomyObject: Encodable, Sendable {
    let id = Taxonomy.id
    let name = Taxonomy.name
    let description = "What a service does, as Footbridge sorts the services of universities and the NHS."
}

/// HSDS `taxonomy_term`.
struct TermObject: Encodable, Sendable {
    let id: String
    let code: String
    let name: String
    let description: String
    let taxonomy = Taxonomy.name
    let taxonomyId = Taxonomy.id

    init(_ kind: ServiceKind) {
        (id, code, name) = (Taxonomy.termID(kind), kind.rawValue, kind.title)
        description = "Services of the kind “\(kind.title)”."
    }
}

extension OpenReferral {
    func taxonomies(_ call: OpenCall) throws -> OpenAnswer {
        try OpenAnswer(json: Envelope(all: [TaxonomyObject()], try Self.page(call.query)))
    }

    func taxonomy(_ call: OpenCall) throws -> OpenAnswer {
        guard call.id == Taxonomy.id else { throw NotFound("taxonomy") }
        return try OpenAnswer(json: TaxonomyObject())
    }

    func terms(_ call: OpenCall) throws -> OpenAnswer {
        let kinds = Taxonomy.kinds(term: nil, taxonomy: call.query["taxonomy_id"])
        let terms = ServiceKind.allCases.filter { kinds?.contains($0) ?? true }.map(TermObject.init)
        return try OpenAnswer(json: Envelope(all: terms, try Self.page(call.query)))
    }

    func term(_ call: OpenCall) throws -> OpenAnswer {
        guard let kind = ServiceKind.allCases.first(where: { Taxonomy.termID($0) == call.id }) else {
            throw NotFound("taxonomy term")
        }
        return try OpenAnswer(json: TermObject(kind))
    }
}
