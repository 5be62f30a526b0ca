import Directory
import Foundation
import Vocabulary

/// Services that chose to be found, by name.
struct OpenListPage: Sendable {
    let query: TextField
    let heading: String
    let isEmpty: Bool
    let services: [Line]
    let before: Link?
    let after: Link?

    struct Line: Sendable {
        let service: Link
        let kind: String
        let organisation: String
        let status: OpenStatus
        let telephone: Link?
        /// What the number is, where it is not that of the service in its hours.
        let telephoneNote: String?
        let warning: String?
    }

    init(_ page: OpenPage<OpenListing>, typed: String, at now: Date) {
        query = TextField(
            "q", label: "Name of a service or an organisation, or words about what it offers", value: typed,
            width: .twenty, isInAddress: true)
        let part = page.pages > 1 ? ", page \(page.page.number) of \(page.pages)" : ""
        heading = UKTime.count(page.total, "service") + part
        isEmpty = page.found.isEmpty
        services = page.found.map { Line($0, at: now) }
        let number = page.page.number
        before = number > 1 ? Self.link("Page before", min(number - 1, page.pages), typed) : nil
        after = number < page.pages ? Self.link("Next page", number + 1, typed) : nil
    }

    private static func link(_ words: String, _ number: Int, _ typed: String) -> Link {
        Link(words, "/open-directory?page=\(number)" + (typed.isEmpty ? "" : "&q=\(typed.urlEncoded)"))
    }
}

extension OpenListPage.Line {
    init(_ listing: OpenListing, at now: Date) {
        let service = listing.service
        self.service = Link(service.name, "/open-directory/services/\(service.id)")
        (kind, organisation) = (service.kind.title, listing.organisation.name)
        status = OpenStatus(listing, at: now)
        telephone = .telephone(status.isOpen ? service.telephone : service.outOfHoursTelephone)
        telephoneNote = status.isOpen || telephone == nil ? nil : "While it is closed, others answer:"
        warning = listing.assurance.warning
    }
}

/// Whether somebody answers now.
struct OpenStatus: Sendable {
    let isOpen: Bool
    let words: String

    init(_ listing: OpenListing, at now: Date) {
        isOpen = listing.calendar.isOpen(at: now)
        words = ServicePage.openness(listing.calendar, at: now)
    }
}

/// One service, as everybody may read it.
struct OpenServicePage: Sendable {
    let name: String
    let kind: String
    let organisation: String
    let website: Link?
    let sections: [ServicePage.Section]
    let ages: String?
    let isBare: Bool
    let status: OpenStatus
    let telephone: Link?
    let outOfHoursTelephone: Link?
    let outOfHoursNote: String?
    let hours: [HoursGroup]
    let hasHours: Bool
    let places: [String]
    let warning: String?
    let assured: String?

    init(_ listing: OpenListing, at now: Date) {
        let service = listing.service
        (name, kind, organisation) = (service.name, service.kind.title, listing.organisation.name)
        website = listing.organisation.website.map { Link("Website", $0.contains("://") ? $0 : "https://\($0)") }
        sections = ServicePage.sections(of: service)
        ages = service.ages.words
        isBare = sections.isEmpty
        status = OpenStatus(listing, at: now)
        telephone = .telephone(service.telephone)
        outOfHoursTelephone = .telephone(service.outOfHoursTelephone)
        outOfHoursNote = service.outOfHoursNote.isEmpty ? nil : service.outOfHoursNote
        hours = HoursGroup.all(of: listing.calendar.hours)
        hasHours = !hours.isEmpty
        places = listing.places.map { $0.name }
        warning = listing.assurance.warning
        assured = warning == nil ? listing.assurance.assuredOn.map { "Verified on \($0.spoken)." } : nil
    }
}
