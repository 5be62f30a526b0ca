import Foundation
import Vocabulary

/// What somebody looks for among the services that everybody may find. Every condition that is given must hold.
public struct OpenQuestion: Sendable {
    /// Words, each of which must occur.
    public var search = ""
    /// Words, each of which must occur in the name of the service's area, or its code.
    public var area = ""
    /// `nil`: of any kind; an empty set: of none.
    public var kinds: Set<ServiceKind>?
    /// The service's youngest age is this or above; one that names none is not found.
    public var minimumAge: Double?
    /// The service's oldest age is this or below; one that names none is not found.
    public var maximumAge: Double?
    public var hours = HoursQuestion()
    /// Only for places.
    public var near: Nearness?

    public init() {}

    func holds(_ service: CareService) -> Bool {
        (kinds.map { $0.contains(service.kind) } ?? true)
            && Self.holds(minimumAge, service.ages.youngest) { $0 >= $1 }
            && Self.holds(maximumAge, service.ages.oldest) { $0 <= $1 }
    }

    private static func holds(_ asked: Double?, _ age: Int?, _ compare: (Double, Double) -> Bool) -> Bool {
        guard let asked else { return true }
        return age.map { compare(Double($0), asked) } ?? false
    }

    /// - Parameter service: without what names a person, so that nobody can find out by asking.
    func findsWords(in service: CareService, of organisation: Organisation) -> Bool {
        Self.finds(
            search,
            in: [
                service.name, service.kind.title, organisation.name, service.offer, service.limits, service.howToRefer,
            ])
    }

    /// - Parameter known: the area of the service; one whose area is not known is in none that is asked for.
    func holds(_ known: CareArea?) -> Bool {
        area.isEmpty || known.map { Self.finds(area, in: [$0.shortName, $0.code.description]) } ?? false
    }

    /// Something without a single word finds nothing; nothing finds all.
    private static func finds(_ typed: String, in texts: [String]) -> Bool {
        let words = Folded.words(typed)
        if words.isEmpty { return typed.isEmpty }
        let text = Folded.text(texts.joined(separator: " "))
        return words.allSatisfy { text.contains($0) }
    }
}

/// One span of its opening hours has to fit all of this.
public struct HoursQuestion: Sendable, Equatable {
    public var day: Weekday?
    /// Minutes after midnight: it opens then or later.
    public var opensFrom: Int?
    /// Minutes after midnight: it closes then or earlier.
    public var closesBy: Int?

    public init() {}

    var asksNothing: Bool { self == HoursQuestion() }

    func holds(_ hours: [OpeningHours]) -> Bool {
        asksNothing
            || hours.contains { span in
                (day.map { $0 == span.weekday } ?? true) && (opensFrom.map { $0 <= span.opensMinute } ?? true)
                    && (closesBy.map { span.closesMinute <= $0 } ?? true)
            }
    }
}

/// Within so many metres of about where a postcode lies.
public struct Nearness: Sendable {
    private let centre: Coordinate
    private let metres: Double
    private let districts: PostcodeDistricts

    /// - Throws: `InvalidInput` naming `postcode` where the data does not tell where it lies.
    public init(_ postcode: Postcode, metres: Double, _ districts: PostcodeDistricts) throws(InvalidInput) {
        guard let (centre, _) = districts.whereabouts(of: postcode.description) else {
            throw InvalidInput("postcode", "It is not known here where \(postcode) lies. Try one nearby.")
        }
        (self.centre, self.metres, self.districts) = (centre, metres, districts)
    }

    func holds(_ place: OpenPlace) -> Bool {
        let point = place.coordinate ?? place.postcode.flatMap { districts.whereabouts(of: $0)?.0 }
        return point.map { $0.distance(to: centre) * 1_000 <= metres } ?? false
    }
}

/// Which part of what was found is wanted.
public struct PageNumber: Sendable, Equatable {
    /// From 1.
    public let number: Int
    public let size: Int

    public init(_ number: Int, size: Int) { (self.number, self.size) = (number, size) }

    func slice<Found>(_ found: [Found]) -> ArraySlice<Found> {
        let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
        return overflow ? [] : found.dropFirst(start).prefix(size)
    }
}

/// One page of what was found.
public struct OpenPage<Found: Sendable>: Sendable {
    public let found: [Found]
    /// On all pages together.
    public let total: Int
    public let page: PageNumber

    public init(found: [Found], total: Int, page: PageNumber) {
        (self.found, self.total, self.page) = (found, total, page)
    }

    /// At least one, which may be empty.
    public var pages: Int { max(1, (total + page.size - 1) / page.size) }
}

extension OpenPage {
    /// One page of a list that is in memory.
    public init(all: [Found], _ page: PageNumber) {
        self.init(found: Array(page.slice(all)), total: all.count, page: page)
    }
}
