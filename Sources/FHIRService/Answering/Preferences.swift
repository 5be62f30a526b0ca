import FHIR
import Foundation
import HTTPTypes

/// What a caller would rather have (http://hl7.org/fhir/R4/http.html#ops).
struct Preferences: Sendable {
    var handling = Handling.strict
    var `return` = Return.representation

    enum Handling: String, Sendable { case strict, lenient }

    enum Return: String, Sendable {
        case minimal, representation
        case outcome = "OperationOutcome"
    }

    /// What is not known is no preference of ours.
    init(_ headers: HTTPFields) {
        let wishes = headers[values: .prefer].flatMap { $0.split(whereSeparator: { ",;".contains($0) }) }
        for wish in wishes {
            let parts = wish.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2 else { continue }
            switch parts[0].lowercased() {
            case "handling": handling = Handling(rawValue: parts[1]) ?? handling
            case "return": `return` = Return(rawValue: parts[1]) ?? `return`
            default: continue
            }
        }
    }
}

extension HTTPField.Name {
    static let prefer = Self("Prefer")!
}
