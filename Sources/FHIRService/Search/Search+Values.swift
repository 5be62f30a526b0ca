import Database
import FHIR
import Foundation

extension Search {
    /// The terms of one name.
    subscript(name: String) -> [SearchTerm] { terms.filter { $0.name == name } }

    /// What `read` makes of the term of this name; `nil` where it was not asked. Of several, all have to hold.
    func values<Value: Hashable>(
        _ name: String, _ read: (SearchTerm) throws(FHIRProblem) -> [Value]
    ) throws(FHIRProblem) -> [Value]? {
        var kept: [Value]?
        for term in self[name] {
            let found = try read(term)
            kept = kept.map { $0.filter(found.contains) } ?? found
        }
        return kept
    }

    /// The times asked for under this name.
    func ranges(_ name: String) throws(FHIRProblem) -> [MomentRange] {
        var ranges: [MomentRange] = []
        for term in self[name] {
            guard term.values.count == 1 else {
                throw FHIRProblem(
                    .badRequest, .notSupported, "\(name) takes one value at a time; give it twice for a span.")
            }
            ranges.append(try DateSpan.range(term.values[0], of: name))
        }
        return ranges
    }
}
