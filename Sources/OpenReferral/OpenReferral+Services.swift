import Directory
import Foundation
import Vocabulary

extension OpenReferral {
    func services(_ call: OpenCall) async throws -> OpenAnswer {
        let page = try await directory.openListings(try question(call.query), try Self.page(call.query))
        return try OpenAnswer(json: Envelope(page) { ServiceObject($0, at: clock.now, publicAddress) })
    }

    func service(_ call: OpenCall) async throws -> OpenAnswer {
        guard let id = ServiceID(call.id) else { throw NotFound("open service") }
        let listing = try await directory.openListing(id)
        return try OpenAnswer(json: ServiceObject(whole: listing, at: clock.now, publicAddress))
    }

    func places(_ call: OpenCall) async throws -> OpenAnswer {
        let page = try await directory.openPlaces(try question(call.query), try Self.page(call.query))
        return try OpenAnswer(json: Envelope(page) { PlaceObject($0, isWhole: false, at: clock.now, publicAddress) })
    }

    func place(_ call: OpenCall) async throws -> OpenAnswer {
        let placed = try await directory.openPlace(call.id)
        return try OpenAnswer(json: PlaceObject(placed, isWhole: true, at: clock.now, publicAddress))
    }

    static func page(_ query: OpenQuery) throws(InvalidInput) -> PageNumber {
        PageNumber(
            try query.whole("page", in: 1...1_000_000, usual: 1),
            size: try query.whole("per_page", in: 1...100, usual: 50))
    }

    /// - Throws: `InvalidInput` naming the first parameter that cannot be used.
    private func question(_ query: OpenQuery) throws(InvalidInput) -> OpenQuestion {
        var question = OpenQuestion()
        question.search = try Self.words("search", query)
        question.area = try Self.words("area", query)
        question.kinds = Taxonomy.kinds(term: query["taxonomy_term_id"], taxonomy: query["taxonomy_id"])
        question.minimumAge = try query.number("minimum_age", in: 0...120)
        question.maximumAge = try query.number("maximum_age", in: 0...120)
        question.hours = try Self.hours(query)
        question.near = try nearness(query)
        return question
    }

    private static func words(_ name: String, _ query: OpenQuery) throws(InvalidInput) -> String {
        let words = query[name] ?? ""
        // Counted as a schema counts them: an accent that stands for itself is one more.
        guard words.unicodeScalars.count <= 200 else {
            throw InvalidInput(name, "Search for at most 200 characters.")
        }
        return words
    }

    private static func hours(_ query: OpenQuery) throws(InvalidInput) -> HoursQuestion {
        var hours = HoursQuestion()
        hours.opensFrom = try query.time("start_time")
        hours.closesBy = try query.time("end_time")
        if let text = query["day"] {
            guard let day = Weekday.allCases.first(where: { $0.code == text }) else {
                throw InvalidInput("day", "Give one of MO, TU, WE, TH, FR, SA and SU.")
            }
            hours.day = day
        }
        return hours
    }

    private func nearness(_ query: OpenQuery) throws(InvalidInput) -> Nearness? {
        let metres = try query.number("proximity", in: 0...2_000_000)
        guard let text = query["postcode"] else {
            if metres != nil { throw InvalidInput("postcode", "Say from where: give a postcode with proximity.") }
            return nil
        }
        guard let postcode = Postcode(text) else { throw InvalidInput("postcode", "Give a postcode, like LS2 9JT.") }
        guard let metres else { throw InvalidInput("proximity", "Say within how many metres of the postcode.") }
        return try Nearness(postcode, metres: metres, districts)
    }
}
