import Accounts
import Database
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// Other resources to which an element of those that were found leads, as far as a search for their ids finds them.
    /// - Parameters:
    ///   - name: `Task:owner`, as `_include` asks for it.
    ///   - path: `entity.what`
    ///   - scopes: of the kinds of resource to which it can lead.
    func including(_ name: String, at path: String, _ scopes: SystemScope...) -> Inclusion {
        Inclusion(name, needs: scopes) { found, call in
            var pages: [PageOf<Served>] = []
            for kind in resources where scopes.contains(kind.scope) {
                let ids = Set(found.flatMap { $0.ids(of: kind.type, at: path) })
                if ids.isEmpty { continue }
                let asked = [("_id", ids.sorted().joined(separator: ",")), ("_count", String(Search.most))]
                pages.append(try await kind.found(by: Search(asked, of: kind, handling: .strict), call))
            }
            return PageOf(items: pages.flatMap(\.items), total: pages.reduce(0) { $0 + $1.total }, next: nil)
        }
    }
}

extension Served {
    /// The ids of the resources of this type that are named at a path, through every list on it.
    fileprivate func ids(of type: String, at path: String) -> [String] {
        let places = path.split(separator: ".").reduce([resource]) { places, name in
            places.compactMap { $0[String(name)] }.flatMap { $0.items ?? [$0] }
        }
        return places.compactMap { place in
            let parts = (place["reference"]?.string ?? "").split(separator: "/")
            return parts.count == 2 && parts[0] == type ? String(parts[1]) : nil
        }
    }
}
