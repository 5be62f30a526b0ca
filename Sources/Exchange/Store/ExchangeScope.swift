import Database
import Vocabulary

/// Which exchanges somebody may know of, as a condition on `exchange e`. It stands in every query.
///
/// The organisation is one of the two sides; whoever holds a role in one team sees what that team has, or had, to do with.
/// What went by phone to an organisation without a team stays with its sender, also after that organisation joins.
/// What an organisation has let go, because its time to keep it had passed, is gone for it.
enum ExchangeScope {
    static func both(_ actor: Actor) throws -> SQL {
        "(\(sql: try sent(by: actor)) OR \(sql: try received(by: actor)))"
    }

    static func sent(by actor: Actor) throws -> SQL {
        """
        (e.sender_organisation_id = \(try actor.organisation()) AND e.sender_released_at IS NULL
            AND \(sql: team(of: actor)))
        """
    }

    static func received(by actor: Actor) throws -> SQL {
        """
        (e.recipient_organisation_id = \(try actor.organisation()) AND e.recipient_service_id IS NOT NULL
            AND e.recipient_released_at IS NULL AND \(sql: team(of: actor)))
        """
    }

    private static func team(of actor: Actor) -> SQL {
        guard let service = actor.serviceID else { return "1 = 1" }
        return """
            EXISTS (SELECT 1 FROM exchange_team t WHERE t.exchange_id = e.id AND t.service_id = \(service))
            """
    }
}
