import Database
import FHIR
import Foundation
import Vocabulary

/// Where a page begins, sealed into a link: good for the system that was given it, and for the same question.
struct PagePlace: Codable {
    let place: PageRequest.Place
    let system: RecordSystemID
    let question: String

    private static let context = "fhir.page"

    func sealed(_ keys: KeyRing) throws -> String {
        try keys.seal(String(decoding: JSONEncoder().encode(self), as: UTF8.self), Self.context).base64URL
    }

    /// - Throws: `FHIRProblem` for anything that was not given to this system for this question.
    static func open(
        _ text: String, _ keys: KeyRing, system: RecordSystemID, question: String
    ) throws -> PageRequest.Place {
        guard let data = Data(base64URL: text), let words = try? keys.open(data, context),
            let kept = try? JSONDecoder().decode(PagePlace.self, from: Data(words.utf8)), kept.system == system,
            kept.question == question
        else { throw FHIRProblem(.badRequest, .value, "This page is not known. Begin the search again.") }
        return kept.place
    }
}
