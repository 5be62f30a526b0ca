import Database
import Exchange
import FHIR
import Students
import Vocabulary

extension FHIRService {
    /// By what patients are found.
    static let patientParameters: [SearchParameter] = [
        .token("_id"), .token("identifier").inBodyAlone, .string("name").inBodyAlone, .string("family").inBodyAlone,
        .string("given").inBodyAlone, .date("birthdate").inBodyAlone,
    ]

    /// Of the patients that are told to the caller, those who are meant; `nil` for all.
    func patientIDs(_ search: Search, _ call: FHIRCall) async throws -> [PersonID]? {
        let ids: [PersonID]? = try search.values("_id") { $0.ids(of: "Patient") }
        guard let query = try PersonQuery(search) else { return ids }
        let meant = try await exchanges.people(meantBy: query, as: call.caller().actor)
        return ids.map { $0.filter(meant.contains) } ?? Array(meant)
    }

    /// Whoever asks for somebody learns from the number alone that they are known, so that those who are counted without being
    /// shown can see it too. How many patients there are altogether says nothing of anyone.
    func noteCounted(_ meant: [PersonID]?, beside shown: PageOf<Served>, _ call: FHIRCall) async throws {
        guard let meant, shown.total > shown.items.count else { return }
        let seen = Set(shown.items.map(\.id))
        try await exchanges.noteCounted(meant.filter { !seen.contains($0.rawValue) }, as: call.caller().actor)
    }

    /// Says so where names and days of birth were compared in the latest exchanges alone.
    func patientShortage(_ search: Search, _ call: FHIRCall) async throws -> Fault? {
        guard let query = try PersonQuery(search), query.numbers == nil,
            try await exchanges.hasMore(as: call.caller().actor)
        else { return nil }
        return Fault(
            .warning, .incomplete, at: nil,
            """
            Names and dates of birth are looked for in your \(ExchangeStore.reachForPeople) latest exchanges. By NHS \
            number everybody is found whom your team has sent something about.
            """)
    }
}

extension PersonQuery {
    /// - Returns: `nil` where nothing is asked that says who somebody is.
    fileprivate init?(_ search: Search) throws(FHIRProblem) {
        guard search.terms.contains(where: { $0.name != "_id" }) else { return nil }
        self.init()
        guard !search["identifier"].contains(where: { $0.isForAll(of: FHIRSystem.nhsNumber) }) else {
            throw FHIRProblem(parameter: "identifier", .notSupported, "identifier takes a whole NHS number.")
        }
        numbers = try search.values("identifier") {
            $0.codes(of: FHIRSystem.nhsNumber).compactMap { try? NHSNumber($0) }
        }
        names =
            search["name"].map { $0.wish(.any) } + search["family"].map { $0.wish(.family) }
            + search["given"].map { $0.wish(.given) }
        guard !search["birthdate"].contains(where: { $0.values.contains { $0.contains("T") } }) else {
            throw FHIRProblem(parameter: "birthdate", .value, "birthdate must be a year, a month or a day.")
        }
        born = try search.ranges("birthdate")
    }
}

extension SearchTerm {
    fileprivate func wish(_ part: NameWish.Part) -> NameWish {
        switch modifier {
        case .exact: NameWish(part, .exactly, values)
        case .contains: NameWish(part, .contains, values)
        default: NameWish(part, .begins, values)
        }
    }
}
