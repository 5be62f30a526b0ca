import Database
import Directory
import Foundation
import Vocabulary

/// Goes through everything of one organisation that is old enough, a page at a time, and sorts it by the rule.
struct RetentionWalk {
    let engine: any Engine
    let organisation: OrganisationID
    let policy: RetentionPolicy
    let now: Date
    /// Stops when so many have reached their time.
    let most: Int

    struct Finding: Sendable {
        var due: [(id: ExchangeID, kind: ExchangeKind, lastContactAt: Date)] = []
        var held = 0
        var waiting = 0
        var hasMore = false
    }

    func run() async throws -> Finding {
        var finding = Finding()
        for side in [ExchangeSide.sender, .recipient] { try await walk(side, &finding) }
        return finding
    }

    private func walk(_ side: ExchangeSide, _ finding: inout Finding) async throws {
        var last: ListCursor?
        while let (page, end) = try await next(on: side, after: last) {
            for (subject, verdict) in page {
                switch verdict {
                case .keep(.held): finding.held += 1
                case .keep(.timeNotReached): break
                case .keep: finding.waiting += 1
                case .release, .remove:
                    if finding.due.count == most {
                        finding.hasMore = true
                        return
                    }
                    finding.due.append(subject)
                }
            }
            last = end
        }
    }

    private typealias Sorted = ((id: ExchangeID, kind: ExchangeKind, lastContactAt: Date), RetentionVerdict)

    private func next(on side: ExchangeSide, after last: ListCursor?) async throws -> ([Sorted], ListCursor)? {
        let (organisation, policy, now, end) = (organisation, policy, now, oldest)
        return try await engine.read { database in
            let found = try RetentionReading(database: database).candidates(
                of: organisation, on: side, sentBefore: end, after: last, most: 200)
            guard let final = found.last else { return nil }
            let sorted = found.map { subject -> Sorted in
                let facts = subject.facts.keeping(side, by: policy)
                let own = facts.sides.first { $0.side == side }
                let seen = (subject.id, subject.kind, own?.lastContactAt ?? subject.sentAt)
                return (seen, RetentionRule.decide(facts, for: side, at: now))
            }
            return (sorted, ListCursor(at: final.sentAt, id: final.id))
        }
    }

    /// Nothing sent since then can have reached its time.
    private var oldest: Date { UKTime.calendar.date(byAdding: .year, value: -policy.years, to: now) ?? .distantPast }
}
