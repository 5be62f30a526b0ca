import Database
import Foundation
import Vocabulary

/// The open directory. These methods take no actor: what they give was chosen for everybody by those who may keep it.
extension DirectoryStore {
    /// Services that chose to be found, of organisations that have joined, by name.
    public func openListings(_ question: OpenQuestion, _ page: PageNumber) async throws -> OpenPage<OpenListing> {
        let now = clock.now
        return try await engine.read { database in
            let found = try OpenCandidate.all(matching: question, in: database)
            let listings = try OpenReading(database: database, now: now).listings(Array(page.slice(found)))
            return OpenPage(found: listings, total: found.count, page: page)
        }
    }

    /// As `openListings`, each service once for every place where it is offered.
    public func openPlaces(_ question: OpenQuestion, _ page: PageNumber) async throws -> OpenPage<PlacedListing> {
        let now = clock.now
        return try await engine.read { database in
            let found = try OpenCandidate.all(matching: question, in: database)
            let campuses = try OpenCandidate.campuses(of: found, in: database)
            let pairs = found.flatMap { candidate in
                candidate.places(campuses).filter { question.near?.holds($0) ?? true }.map { (candidate, $0) }
            }
            let wanted = page.slice(pairs)
            let reading = OpenReading(database: database, now: now)
            let listings = try reading.listings(wanted.map(\.0), campuses: campuses)
            let placed = zip(listings, wanted).map { PlacedListing(listing: $0, place: $1.1) }
            return OpenPage(found: placed, total: pairs.count, page: page)
        }
    }

    /// - Throws: `NotFound` where there is no such service, and where it has not chosen to be found.
    public func openListing(_ id: ServiceID) async throws -> OpenListing {
        let now = clock.now
        return try await engine.read { database in
            let found = try OpenCandidate.all(id, in: database)
            guard let listing = try OpenReading(database: database, now: now).listings(found).first else {
                throw NotFound("open service")
            }
            return listing
        }
    }

    /// - Parameter id: that of a `PlacedListing`.
    /// - Throws: `NotFound`.
    public func openPlace(_ id: String) async throws -> PlacedListing {
        let now = clock.now
        return try await engine.read { database in
            let found = try OpenCandidate.all(matching: OpenQuestion(), in: database)
            let campuses = try OpenCandidate.campuses(of: found, in: database)
            for candidate in found {
                for place in candidate.places(campuses)
                where NamedUUID.of("service_at_location", candidate.service.id.rawValue, place.id) == id {
                    let reading = OpenReading(database: database, now: now)
                    let listings = try reading.listings([candidate], campuses: campuses)
                    if let listing = listings.first { return PlacedListing(listing: listing, place: place) }
                }
            }
            throw NotFound("open place")
        }
    }
}

/// A service that may be found, before its hours, places and verification have been asked for.
struct OpenCandidate {
    let service: CareService
    let organisation: Organisation
    let withheld: [String]

    /// What names a person goes first, so that no question can be answered by it.
    private init(_ service: CareService, _ organisation: Organisation, _ people: PersonalWords) {
        (self.service, withheld) = service.inTheOpen(people)
        self.organisation = organisation
    }

    static func all(matching question: OpenQuestion, in database: any Reading) throws -> [OpenCandidate] {
        let found = try all(nil, in: database).filter { question.holds($0.service) }
        let worded = try found.filter { question.findsWords(in: $0.service, of: $0.organisation) }
            .within(question, in: database)
        if question.hours.asksNothing { return worded }
        let hours = try DirectoryStore.hours(of: worded.map(\.service.id), in: database)
        return worded.filter { question.hours.holds(hours[$0.service.id] ?? []) }
    }

    /// - Parameter id: only this one.
    static func all(_ id: ServiceID?, in database: any Reading) throws -> [OpenCandidate] {
        let only: SQL = id.map { "AND s.id = \($0)" } ?? ""
        let services = try database.rows(
            """
            SELECT s.* FROM service s JOIN organisation o ON o.id = s.organisation_id
            WHERE s.public_since IS NOT NULL AND s.closed_at IS NULL AND o.joined_at IS NOT NULL
                AND o.left_at IS NULL AND o.closed_on IS NULL \(sql: only)
            ORDER BY s.name, s.id
            """
        ).map(CareService.init)
        return try candidates(services, in: database)
    }

    static func candidates(_ services: [CareService], in database: any Reading) throws -> [OpenCandidate] {
        let ids = Array(Set(services.map(\.organisationID)))
        let organisations = try database.rows("SELECT * FROM organisation WHERE id IN (\(list: ids))")
            .map(Organisation.init)
        let byID = Dictionary(uniqueKeysWithValues: organisations.map { ($0.id, $0) })
        let people = try PersonalWords.of(ids, in: database)
        return services.compactMap { service in
            guard let organisation = byID[service.organisationID] else { return nil }
            return OpenCandidate(service, organisation, people[organisation.id] ?? PersonalWords([]))
        }
    }

    static func campuses(
        of candidates: [OpenCandidate], in database: any Reading
    ) throws -> [OrganisationID: [Campus]] {
        let ids = Array(Set(candidates.map(\.organisation.id)))
        let campuses = try database.rows(
            "SELECT * FROM campus WHERE organisation_id IN (\(list: ids)) ORDER BY name, id"
        ).map(Campus.init)
        return Dictionary(grouping: campuses, by: \.organisationID)
    }

    /// The campus that it serves alone.
    func campus(_ campuses: [OrganisationID: [Campus]]) -> Campus? {
        campuses[organisation.id]?.first { $0.id == service.campusID }
    }

    /// That of its campus, or else of its organisation.
    func area(_ areas: [CareArea], _ campuses: [OrganisationID: [Campus]]) -> CareArea? {
        let code = campus(campuses)?.icbODSCode ?? organisation.icbODSCode
        return areas.first { $0.code == code }
    }

    func places(_ campuses: [OrganisationID: [Campus]]) -> [OpenPlace] {
        OpenPlace.of(service, in: organisation, campuses: campuses[organisation.id] ?? [])
    }
}

extension [OpenCandidate] {
    /// Those in the area that is asked for.
    fileprivate func within(_ question: OpenQuestion, in database: any Reading) throws -> [OpenCandidate] {
        if question.area.isEmpty { return self }
        let areas = try DirectoryStore.areas(in: database)
        let campuses = try OpenCandidate.campuses(of: self, in: database)
        return filter { question.holds($0.area(areas, campuses)) }
    }
}

extension PersonalWords {
    /// Of everybody who stands, or has stood, in the directory for each of these organisations.
    static func of(
        _ organisations: [OrganisationID], in database: any Reading
    ) throws -> [OrganisationID: PersonalWords] {
        let rows = try database.rows(
            """
            SELECT p.organisation_id, h.name, h.telephone FROM contact_holder h
            JOIN contact_point p ON p.id = h.contact_point_id WHERE p.organisation_id IN (\(list: organisations))
            """
        )
        let people = try rows.map { row -> (OrganisationID, (name: String, telephone: String?)) in
            (try row("organisation_id"), (name: try row("name"), telephone: try row("telephone")))
        }
        return Dictionary(grouping: people, by: \.0).mapValues { PersonalWords($0.map(\.1)) }
    }
}

extension CareService {
    /// The service without the fields that name a person, and their headings. A name that does gives way to the kind.
    func inTheOpen(_ people: PersonalWords) -> (CareService, withheld: [String]) {
        var withheld: [String] = []
        func kept(_ text: String, _ heading: String) -> String {
            guard people.occur(in: text) else { return text }
            withheld.append(heading)
            return ""
        }
        let shown = kept(name, "Name of the service")
        let open = CareService(
            id: id, organisationID: organisationID, kind: kind, name: shown.isEmpty ? kind.title : shown,
            offer: kept(offer, "What it offers, and to whom"), limits: kept(limits, "What it does not do"),
            waiting: kept(waiting, "How long people wait"), howToRefer: kept(howToRefer, "How to refer"),
            telephone: kept(telephone ?? "", "Telephone in opening hours").nilWhenEmpty,
            outOfHoursTelephone: kept(outOfHoursTelephone ?? "", "Telephone when it is closed").nilWhenEmpty,
            outOfHoursNote: kept(outOfHoursNote, "Who answers when it is closed"), campusID: campusID, ages: ages,
            publicSince: publicSince, updatedAt: updatedAt, closedAt: closedAt
        )
        return (open, withheld)
    }
}
