import Database
import FHIR
import Foundation

extension Search {
    /// The terms of one name.
    subscript(name: String) -> [SearchTerm] { terms.filter { $0.name == name } }

    /// What `read` makes of the term of these names; `nil` where it was not asked. Of several, all have to hold.
    func values<Value: Hashable>(
        _ names: String..., read: (SearchTerm) throws(FHIRProblem) -> [Value]
    ) throws(FHIRProblem) -> [Value]? {
        var kept: [Value]?
        for term in terms where names.contains(term.name) {
            let found = try read(term)
            kept = kept.map { $0.filter(found.contains) } ?? found
        }
        return kept
    }

    /// The times asked for under any of these names.
    func ranges(_ names: String...) throws(FHIRProblem) -> [MomentRange] { try ranges(names) }

    func ranges(_ names: [String]) throws(FHIRProblem) -> [MomentRange] {
        var ranges: [MomentRange] = []
        for term in terms where names.contains(term.name) {
            guard term.values.count == 1 else {
                throw FHIRProblem(
                    parameter: term.name, .notSupported,
                    "\(term.name) takes one value at a time; give it twice for a span.")
            }
            ranges.append(try DateSpan.range(term.values[0], of: term.name))
        }
        return ranges
    }

    /// Whether what it asks for that never differs is as it always is.
    func fits(_ kind: ServedResource) -> Bool {
        kind.parameters.allSatisfy { parameter in
            guard let constant = parameter.constant else { return true }
            return self[parameter.name].allSatisfy { $0.means(constant.code, of: constant.system) }
        }
    }
}
