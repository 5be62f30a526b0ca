import FHIR
import Foundation
import HTTPTypes
import Hummingbird

/// In which form an answer is wanted. There is one; this says so to whoever wants another.
enum Negotiation {
    private static let known: Set = ["*/*", "application/*", "application/json", "application/fhir+json"]
    private static let formats: Set = ["json", "application/json", "application/fhir+json"]

    /// `_format` in the address outranks the `Accept` header.
    /// - Throws: `FHIRProblem` with status 406, or 422 where BaRS asks for a version that is not spoken here.
    static func check(_ request: Request) throws(FHIRProblem) {
        if let format = request.uri.queryParameters["_format"] {
            let wanted = NamedKind(format)
            // A plus that was not encoded is meant as one.
            let isKnown = formats.contains(wanted.name.replacing(" ", with: "+"))
            guard isKnown, wanted.isSpokenVersion else { throw refusal }
            return
        }
        let wanted = request.headers[values: .accept].joined(separator: ",").split(separator: ",").map(NamedKind.init)
            .filter { !$0.name.isEmpty }
        guard wanted.isEmpty || wanted.contains(where: isGiven) else { throw refusal }
        // The Booking and Referral Standard asks for its own version in this place.
        guard wanted.compactMap({ $0["version"] }).allSatisfy({ $0.hasPrefix("1.") }) else {
            throw FHIRProblem(.unprocessableContent, .notSupported, "Only version 1 of BaRS is spoken here.")
        }
    }

    private static func isGiven(_ kind: NamedKind) -> Bool {
        let isRefused = kind["q"].flatMap(Double.init) == 0
        return known.contains(kind.name) && kind.isSpokenVersion && !isRefused
    }

    private static var refusal: FHIRProblem {
        FHIRProblem(.notAcceptable, .notSupported, "Answers come as application/fhir+json, in FHIR 4.0.")
    }
}

/// A kind of content as a header names it, with its parameters: `application/fhir+json; fhirVersion=4.0; q=0.5`.
struct NamedKind {
    let name: String
    private let parameters: [String: String]

    init(_ text: some StringProtocol) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { part in
            part.trimmingCharacters(in: .whitespaces)
        }
        name = parts[0].lowercased()
        let pairs = parts.dropFirst().map { part in
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return (pair.first?.lowercased() ?? "", pair.last?.trimmingCharacters(in: ["\""]) ?? "")
        }
        parameters = Dictionary(pairs) { first, _ in first }
    }

    subscript(_ parameter: String) -> String? { parameters[parameter] }

    /// Whether it is of the version of FHIR that is spoken here, or of no version in particular
    /// (http://hl7.org/fhir/R4/http.html#version-parameter).
    var isSpokenVersion: Bool { self["fhirversion"].map { ["4.0", "4.0.1"].contains($0) } ?? true }
}
