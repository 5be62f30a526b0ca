import Foundation

/// What FHIR R4 says about every resource and datatype, prepared once for the inspection of messages.
///
/// Source: HL7's package `hl7.fhir.r4.core` 4.0.1 (CC0), as a table in `OfficialDefinitions`.
public final class FHIRDefinitions: Sendable {
    let shapes: [Shape]
    /// Resource types that a message may contain, by name.
    private let resources: [String: Shape]

    /// The definitions that are shipped; a few hundredths of a second, so keep the result.
    public static func r4() throws -> FHIRDefinitions {
        let table = (Bundle.module.resourceURL ?? Bundle.module.bundleURL).appending(path: "OfficialDefinitions/r4.tsv")
        return try FHIRDefinitions(table: String(contentsOf: table, encoding: .utf8))
    }

    init(table: String) throws {
        let table = try DefinitionTable(table)
        var builder = ShapeBuilder(table)
        let shapes = try table.types.map { try builder.shape(of: $0) }
        self.shapes = shapes
        resources = Dictionary(uniqueKeysWithValues: shapes.filter { $0.kind == .resource }.map { ($0.name, $0) })
    }

    /// Whether `name` is a resource type that exists in R4.
    public func knows(resource name: String) -> Bool { resources[name] != nil }

    func resource(_ name: String) -> Shape? { resources[name] }
}
