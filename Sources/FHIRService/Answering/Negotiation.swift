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
            // A plus that was not encoded is meant as one.
            guard formats.contains(format.replacing(" ", with: "+").lowercased()) else { throw refusal }
            return
        }
        let wanted = request.headers[values: .accept].joined(separator: ",").split(separator: ",")
            .map { $0.split(separator: ";").map(\.trimmed) }.filter { !$0.isEmpty }
        let open = wanted.filter { !$0.contains("q=0") }
        guard wanted.isEmpty || open.contains(where: { known.contains($0[0].lowercased()) }) else { throw refusal }
        // The Booking and Referral Standard asks for its own version in this place.
        let versions = wanted.flatMap { $0.dropFirst() }.filter { $0.hasPrefix("version=") }
        guard versions.allSatisfy({ $0.hasPrefix("version=1.") }) else {
            throw FHIRProblem(.unprocessableContent, .notSupported, "Only version 1 of BaRS is spoken here.")
        }
    }

    private static var refusal: FHIRProblem {
        FHIRProblem(.notAcceptable, .notSupported, "Answers come as application/fhir+json.")
    }
}
