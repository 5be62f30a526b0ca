import Database
import Foundation
import Students
import Vocabulary

/// One thing by which a system looks for exchanges; each finds those that have any of its values.
public indirect enum ExchangeFilter: Sendable {
    /// Those that one of these finds.
    case any([ExchangeFilter])
    case ids([ExchangeID])
    case references([String])
    case kinds([ExchangeKind])
    case urgencies([Urgency])
    case standings([Standing])
    /// Those that are closed, and ended so.
    case outcomes([Outcome])
    /// Those about somebody, where the system may know whom they are about.
    case about([PersonID])
    case sent(by: [OrganisationID])
    case received(by: [OrganisationID])
    /// Those that are with one of these teams.
    case with([ServiceID])
    case sentAt(MomentRange)
    case changedAt(MomentRange)
    /// By when it happened that is told of.
    case happenedAt(MomentRange)
    /// Those of which the system may fetch what was told.
    case told
    /// Those in which something of this kind was told.
    case telling(InformationCategory)
}

/// By what a list of exchanges is sorted.
public enum ExchangeOrder: Sendable {
    case sent
    /// By the last thing that happened, the latest last: what changes meanwhile comes once more, at the end.
    case changed

    var key: SQL {
        switch self {
        case .sent: "e.created_at"
        case .changed: Self.changedAt
        }
    }

    static let changedAt: SQL = "(SELECT MAX(v.at) FROM exchange_event v WHERE v.exchange_id = e.id)"
}

extension ExchangeFilter {
    /// As a condition on `exchange e`, for `actor`, whose own scope stands beside it.
    func condition(for actor: Actor, in database: any Reading) throws -> SQL {
        switch self {
        case .any(let filters): .any(try filters.map { try $0.condition(for: actor, in: database) })
        case .ids(let ids): "e.id IN (\(list: ids))"
        case .references(let references): "e.reference IN (\(list: references))"
        case .kinds(let kinds): "e.kind IN (\(list: kinds))"
        case .urgencies(let urgencies): "e.urgency IN (\(list: urgencies))"
        case .standings(let standings): try Self.standing(standings, for: actor, in: database)
        case .outcomes(let outcomes): try Self.outcome(outcomes, for: actor, in: database)
        // Whom an exchange is about is not found out by asking, as long as it is not told.
        case .about(let people): "e.person_id IN (\(list: people)) AND \(sql: try Self.told(to: actor))"
        case .sent(let organisations): "e.sender_organisation_id IN (\(list: organisations))"
        case .received(let organisations): "e.recipient_organisation_id IN (\(list: organisations))"
        case .with(let teams): try Self.present(in: teams, for: actor, in: database)
        case .sentAt(let range): range.condition(on: "e.created_at")
        case .changedAt(let range): range.condition(on: ExchangeOrder.changedAt)
        case .happenedAt(let range): range.condition(on: "e.happened_at")
        case .told: try Self.told(to: actor)
        case .telling(let category):
            """
            EXISTS (SELECT 1 FROM exchange_content x WHERE x.exchange_id = e.id AND x.category = \(category))
            """
        }
    }

    /// What has ended shows by its last ending; what goes on is little, and its events are looked at.
    private static func standing(
        _ standings: [Standing], for actor: Actor, in database: any Reading
    ) throws -> SQL {
        let live = try states(where: isLive, for: actor, in: database).filter { standings.contains($0.value.standing) }
        let endings = standings.compactMap(\.ending)
        let all: [ExchangeEvent.Kind] = Standing.allCases.compactMap(\.ending)
        return """
            (e.id IN (\(list: Array(live.keys))) OR (NOT \(sql: isLive) AND (SELECT v.kind FROM exchange_event v
                WHERE v.exchange_id = e.id AND v.kind IN (\(list: all)) ORDER BY v.seq DESC LIMIT 1)
                IN (\(list: endings))))
            """
    }

    /// How something ended stands in its last ending; what goes on again has not ended.
    private static func outcome(
        _ outcomes: [Outcome], for actor: Actor, in database: any Reading
    ) throws -> SQL {
        let live = try states(where: isLive, for: actor, in: database)
            .filter { $0.value.outcome.map(outcomes.contains) ?? false }
        let all: [ExchangeEvent.Kind] = Standing.allCases.compactMap(\.ending)
        let said: SQL = .any(outcomes.map { "v.detail LIKE \("%\"outcome\":\"\($0.rawValue)\"%")" })
        return """
            (e.id IN (\(list: Array(live.keys))) OR (NOT \(sql: isLive) AND EXISTS (SELECT 1 FROM exchange_event v
                WHERE v.exchange_id = e.id AND v.kind = \(ExchangeEvent.Kind.closed) AND \(sql: said)
                    AND NOT EXISTS (SELECT 1 FROM exchange_event l
                        WHERE l.exchange_id = e.id AND l.seq > v.seq AND l.kind IN (\(list: all))))))
            """
    }

    /// As `ExchangeFile.isTold(to:)`, which says why; a test holds the two against each other.
    static func told(to actor: Actor) throws -> SQL {
        """
        (e.sender_organisation_id = \(try actor.organisation()) OR (
            EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id AND v.kind = 'opened')
            AND EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id
                AND v.kind IN ('opened', 'callRecorded') AND NOT EXISTS (SELECT 1 FROM exchange_event h
                    WHERE h.exchange_id = e.id AND h.kind = 'handedOn' AND h.seq > v.seq))
            AND NOT EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id
                AND v.kind IN ('recalled', 'enteredInError', 'consentWithdrawn'))))
        """
    }

    /// The team an exchange is with follows from its events; those that never had to do with it are left out first.
    private static func present(in teams: [ServiceID], for actor: Actor, in database: any Reading) throws -> SQL {
        if teams.isEmpty { return .any([]) }
        let touched: SQL = """
            EXISTS (SELECT 1 FROM exchange_team t WHERE t.exchange_id = e.id AND t.service_id IN (\(list: teams)))
            """
        let moved: SQL = """
            EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id
                AND v.kind = \(ExchangeEvent.Kind.handedOn))
            """
        let states = try states(where: touched + "AND" + moved, for: actor, in: database)
        let there = states.filter { $0.value.serviceID.map(teams.contains) ?? false }.map(\.key)
        return """
            ((e.recipient_service_id IN (\(list: teams)) AND NOT \(sql: moved)) OR e.id IN (\(list: there)))
            """
    }

    private static func states(
        where condition: SQL, for actor: Actor, in database: any Reading
    ) throws -> [ExchangeID: ExchangeState] {
        let rows = try database.rows(
            "SELECT e.id FROM exchange e WHERE \(sql: condition) AND \(sql: try ExchangeScope.both(actor))")
        let ids: [ExchangeID] = try rows.map { try $0("id") }
        let events = try ExchangeEvent.read(of: ids, keys: nil, in: database)
        return Dictionary(uniqueKeysWithValues: ids.map { ($0, ExchangeState(replaying: events[$0] ?? [])) })
    }

    private static let isLive: SQL = "EXISTS (SELECT 1 FROM exchange_clock c WHERE c.exchange_id = e.id)"
}
