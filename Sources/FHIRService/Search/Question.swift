import Database
import FHIR
import Foundation
import Vocabulary

/// What a caller asks, by whichever way it came.
struct Question {
    let pairs: [(String, String)]
    /// Whether it came in a body, so that no link may say it.
    let isHidden: Bool

    /// Parts that change nothing in what is found.
    private static let neutral: Set = ["_format", "_pretty"]

    /// - Parameters:
    ///   - address: the parameters that stand in the address. A link of ours to a hidden question has a page alone.
    ///   - form: those of the body; `nil` where there is none.
    /// - Throws: `FHIRProblem` where the address says who somebody is, or names a page that is not the caller's.
    init(
        _ address: [(String, String)], posted form: [(String, String)]?, of kind: ServedResource, _ keys: KeyRing,
        system: RecordSystemID
    ) throws(FHIRProblem) {
        try Self.refuseNames(in: address, of: kind)
        let rest = address.filter { !Self.neutral.contains($0.0) }
        if let form {
            (pairs, isHidden) = (address + form, true)
        } else if rest.count == 1, rest[0].0 == Search.placeName {
            let kept = try PagePlace.open(rest[0].1, keys, system: system, type: kind.type)
            let asked = kept.question.dropFirst("\(kind.type)?".count)
            (pairs, isHidden) = (FHIRService.pairs(String(asked), isForm: false) + rest, true)
        } else {
            (pairs, isHidden) = (address, false)
        }
    }

    private static func refuseNames(
        in address: [(String, String)], of kind: ServedResource
    ) throws(FHIRProblem) {
        let names = kind.parameters.filter(\.isForBodyAlone).map(\.name)
        let asked = address.map { $0.0.split(separator: ":").first.map(String.init) ?? "" }
        guard let name = asked.first(where: names.contains) else { return }
        throw FHIRProblem(
            .badRequest, .security,
            """
            \(name) says who somebody is, and addresses are written down on their way. Send it in the body of \
            POST \(kind.address)/_search, as application/x-www-form-urlencoded.
            """, at: FHIRProblem.place(of: name))
    }
}
