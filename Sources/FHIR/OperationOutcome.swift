import Vocabulary

/// The resource in which FHIR tells what went wrong (http://hl7.org/fhir/R4/operationoutcome.html).
public enum OperationOutcome {
    /// An outcome needs at least one issue: without faults it says that all is well.
    public static func resource(_ faults: [Fault]) -> JSONText.Value {
        let said = faults.isEmpty ? [allWell] : faults
        return ["resourceType": "OperationOutcome", "issue": .array(said.map(issue))]
    }

    private static let allWell = Fault(.information, .informational, at: nil, "No fault was found.")

    private static func issue(_ fault: Fault) -> JSONText.Value {
        var members = [
            JSONText.Member("severity", .string(fault.severity.rawValue)),
            JSONText.Member("code", .string(fault.code.rawValue)),
            JSONText.Member("diagnostics", .string(diagnostics(fault))),
        ]
        if let expression = fault.expression {
            members.append(JSONText.Member("expression", [.string(expression)]))
        }
        return .object(members)
    }

    /// R4 has no element for a line (`location` is deprecated), so that the words say it.
    private static func diagnostics(_ fault: Fault) -> String {
        guard fault.position != .none else { return fault.diagnostics }
        return "\(fault.diagnostics) (line \(fault.position.line), column \(fault.position.column))"
    }
}
