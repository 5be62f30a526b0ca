import Accounts
import Database
import FHIR
import Foundation
import Vocabulary

/// One kind of resource that is served: routes, scope checks and the capability statement all follow from this.
struct ServedResource: Sendable {
    let type: String
    let scope: SystemScope
    /// How that is done which is not done here, for whoever tries.
    let otherwise: String
    let parameters: [SearchParameter]
    /// By what it can be sorted; the first is how it is sorted where nothing is said.
    let sorting: [String]
    /// Elements that FHIR requires, which no shortened answer leaves out.
    let required: Set<String>
    /// Elements of a summary.
    let brief: Set<String>
    var inclusions: [Inclusion] = []
    /// Parameters of which a search has one at least; empty where it need not.
    var needed: [String] = []
    /// How one is read that no search finds; else it is what a search for its id finds.
    var read: (@Sendable (String, FHIRCall) async throws -> Served)?
    let search: @Sendable (Search, FHIRCall) async throws -> PageOf<Served>
    /// Why a search may not have found all, where it may not.
    var shortage: (@Sendable (Search, FHIRCall) async throws -> Fault?)?
    /// What else can be done with it.
    var writes: [Write] = []

    /// What a search finds: nothing where it asks for what none of these ever is.
    func found(by search: Search, _ call: FHIRCall) async throws -> PageOf<Served> {
        guard needed.isEmpty || search.terms.contains(where: { needed.contains($0.name) }) else {
            throw FHIRProblem(
                .badRequest, .required,
                "Say of which \(type), by one of \(needed.joined(separator: ", ")): there are many.")
        }
        guard search.fits(self) else { return PageOf(whole: []) }
        return try await self.search(search, call)
    }

    /// One way of changing it.
    struct Write: Sendable {
        /// As the capability statement calls it.
        let code: String
        let interaction: Interaction
    }
}

/// Other resources that come with those that were found.
struct Inclusion: Sendable {
    /// `Task:patient`, as `_include` or `_revinclude` asks for it.
    let name: String
    let isReverse: Bool
    /// All of what a token must allow.
    let scopes: [SystemScope]
    let find: @Sendable ([Served], FHIRCall) async throws -> PageOf<Served>

    init(
        _ name: String, isReverse: Bool = false, needs scopes: [SystemScope],
        _ find: @escaping @Sendable ([Served], FHIRCall) async throws -> PageOf<Served>
    ) {
        (self.name, self.isReverse, self.scopes, self.find) = (name, isReverse, scopes, find)
    }
}

extension PageOf<Served> {
    /// All that there are.
    init(whole items: [Served]) { self.init(items: items, total: items.count, next: nil) }
}

/// One resource as it is given away.
struct Served: Sendable {
    let type: String
    let id: String
    /// Changes with the content.
    let version: String
    let changedAt: Date?
    let resource: JSONText.Value

    /// - Parameter version: `nil` for a resource that counts no versions: its content stands for it.
    init(
        _ type: String, id: some CustomStringConvertible, version: String? = nil, changedAt: Date? = nil,
        _ members: [JSONText.Member?]
    ) {
        let (id, members) = (id.description, members.compactMap(\.self))
        let version = version ?? String(ContentHash.of(.object(members)).prefix(16))
        var meta: [JSONText.Member] = [.init("versionId", .string(version))]
        if let changedAt { meta.append(.init("lastUpdated", .string(FHIRTime.exact(changedAt)))) }
        if let profile = ServedResource.ukCore(type) { meta.append(.init("profile", [.string(profile)])) }
        (self.type, self.id, self.version, self.changedAt) = (type, id, version, changedAt)
        resource = .object(
            [.init("resourceType", .string(type)), .init("id", .string(id)), .init("meta", .object(meta))] + members)
    }

    var reference: String { "\(type)/\(id)" }
}

extension ServedResource {
    /// UK Core's profile of a resource; `nil` for those that UK Core leaves as they are.
    static func ukCore(_ type: String) -> String? {
        withoutProfile.contains(type) ? nil : "https://fhir.hl7.org.uk/StructureDefinition/UKCore-\(type)"
    }

    private static let withoutProfile: Set = ["Subscription", "AuditEvent", "Endpoint"]

    var address: String { "/fhir/R4/\(type)" }
}
