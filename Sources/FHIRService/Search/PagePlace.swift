import Database
import FHIR
import Foundation
import Vocabulary

/// Where a page begins, and what was asked, sealed into a link: good for the system that was given it. So a link can hold a
/// question without saying it.
struct PagePlace: Codable {
    /// `nil` for the first page.
    let place: PageRequest.Place?
    let system: RecordSystemID
    /// `Patient?family=…`
    let question: String

    private static let context = "fhir.page"

    func sealed(_ keys: KeyRing) throws -> String {
        try keys.seal(String(decoding: JSONEncoder().encode(self), as: UTF8.self), Self.context).base64URL
    }

    /// - Throws: `FHIRProblem` for anything that was not given to this system for this kind of resource.
    static func open(
        _ text: String, _ keys: KeyRing, system: RecordSystemID, type: String
    ) throws(FHIRProblem) -> PagePlace {
        guard let data = Data(base64URL: text), let words = try? keys.open(data, context),
            let kept = try? JSONDecoder().decode(PagePlace.self, from: Data(words.utf8)), kept.system == system,
            kept.question.hasPrefix("\(type)?")
        else { throw unknown }
        return kept
    }

    static let unknown = FHIRProblem(
        parameter: Search.placeName, .value, "This page is not known. Begin the search again.")
}
