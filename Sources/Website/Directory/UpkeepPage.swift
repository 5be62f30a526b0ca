import Directory
import Foundation
import Vocabulary

/// A manager's view of their organisation's entries: what wants attention first.
struct UpkeepPage: Sendable {
    let organisation: String
    let concerns: [Concern]
    let hasConcerns: Bool
    let services: [Card]
    let hasServices: Bool
    let terms: [String]
    let hasTerms: Bool

    struct Concern: Sendable {
        let title: String
        let href: String
        let isPassedOver: Bool
        let reasons: [String]
    }

    struct Card: Sendable {
        let id: String
        let name: String
        let kind: String
        let contacts: [Contact]
        let hasContacts: Bool
    }

    struct Contact: Sendable {
        let purpose: String
        let href: String
        let freshness: String
        let isFresh: Bool
    }

    /// To here, from a page about one entry.
    static let wayBack = Link("Keep the directory", "/directory/upkeep")

    /// - Parameter terms: those that are not over.
    init(_ organisation: Organisation, _ cards: [Card], _ concerns: [ContactConcern], terms: [Term]) {
        self.organisation = organisation.name
        self.concerns = concerns.map { concern in
            Concern(
                title: "\(concern.service.name): \(concern.point.purpose.title.lowercased())",
                href: "/directory/contacts/\(concern.point.id)", isPassedOver: concern.isPassedOver,
                reasons: concern.reasons
            )
        }
        hasConcerns = !concerns.isEmpty
        (services, hasServices) = (cards, !cards.isEmpty)
        self.terms = terms.map { "\($0.name): \($0.fromOn.spoken) to \($0.toOn.spoken)" }
        hasTerms = !terms.isEmpty
    }
}

extension UpkeepPage.Card {
    init(_ service: CareService, _ points: [ContactPoint], at now: Date) {
        (id, name, kind) = (service.id.rawValue, service.name, service.kind.title)
        contacts = points.map { point in
            let freshness = point.freshness(at: now)
            return .init(
                purpose: point.purpose.title, href: "/directory/contacts/\(point.id)", freshness: freshness.sentence,
                isFresh: freshness.isFresh
            )
        }
        hasContacts = !points.isEmpty
    }
}
