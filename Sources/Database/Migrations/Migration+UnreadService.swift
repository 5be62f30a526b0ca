extension Migration {
    /// Which team had the exchange when it ended, so that a message on it waits there and nowhere else. What waited already
    /// goes to the last team that it was handed on to, and what can no longer be read as it was written waits no more.
    static let unreadService = Migration(
        "0026 unread service",
        [
            "ALTER TABLE exchange ADD COLUMN unread_service_id TEXT",
            """
            UPDATE exchange SET unread_message_at = NULL
            WHERE unread_message_at IS NOT NULL
                AND (EXISTS (SELECT 1 FROM exchange_clock c WHERE c.exchange_id = exchange.id)
                    OR EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = exchange.id
                        AND v.kind IN ('consentWithdrawn', 'enteredInError')))
            """,
            """
            UPDATE exchange SET unread_service_id = COALESCE(
                (SELECT t.service_id FROM exchange_event v JOIN exchange_team t ON t.exchange_id = v.exchange_id
                WHERE v.exchange_id = exchange.id AND v.kind = 'handedOn'
                    AND v.detail LIKE '%"serviceID":"' || t.service_id || '"%'
                ORDER BY v.seq DESC LIMIT 1), recipient_service_id)
            WHERE unread_message_at IS NOT NULL
            """,
        ])
}
