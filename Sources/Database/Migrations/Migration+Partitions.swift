extension Migration {
    /// Only PostgreSQL keeps its large tables in parts (docs/adr/0021-parts-of-large-tables.md). What is there at this moment
    /// becomes the first part as it is, without being copied; `Engine.openParts` makes those that follow.
    static let partitions = Migration(
        "0013 partitions", [],
        only: [
            .postgreSQL: inParts(
                "exchange_event", by: "exchange_id",
                [
                    "ALTER TABLE exchange_event ADD PRIMARY KEY (id, exchange_id)",
                    "ALTER TABLE exchange_event ADD UNIQUE (exchange_id, seq)",
                ], until: nextMonth)
                + inParts(
                    "exchange_content", by: "exchange_id",
                    ["ALTER TABLE exchange_content ADD PRIMARY KEY (exchange_id, category)"], until: nextMonth)
                + inParts(
                    "exchange_request", by: "exchange_id",
                    [
                        "ALTER TABLE exchange_request ADD PRIMARY KEY (id, exchange_id)",
                        "CREATE INDEX exchange_request_exchange ON exchange_request (exchange_id, position)",
                    ], until: nextMonth)
                + inParts(
                    "exchange_checklist", by: "exchange_id",
                    ["ALTER TABLE exchange_checklist ADD PRIMARY KEY (exchange_id, step)"], until: nextMonth)
                + inParts(
                    "message", by: "exchange_id",
                    [
                        "ALTER TABLE message ADD PRIMARY KEY (id, exchange_id)",
                        // The key of a message begins with its exchange, so that it is as unique as it was.
                        "ALTER TABLE message ADD UNIQUE (exchange_id, idempotency_key)",
                        "CREATE INDEX message_exchange ON message (exchange_id, at)",
                    ], until: nextMonth)
                + inParts(
                    "audit_entry", by: "seq",
                    [
                        "ALTER TABLE audit_entry ADD PRIMARY KEY (seq)",
                        "CREATE INDEX audit_entry_person ON audit_entry (person_id, seq)",
                        "CREATE INDEX audit_entry_subject ON audit_entry (subject_id, seq)",
                    ], until: nextMillions)
        ]
    )

    /// The statements that make a table one in parts: `…_before` is what was there, `…_later` takes what no other part takes.
    private static func inParts(_ table: String, by key: String, _ keys: [String], until edge: String) -> [String] {
        [
            "ALTER TABLE \(table) RENAME TO \(table)_before", withoutKeys("\(table)_before"),
            "CREATE TABLE \(table) (LIKE \(table)_before INCLUDING DEFAULTS) PARTITION BY RANGE (\(key))",
        ] + keys + [
            """
            DO $$
            DECLARE newest TEXT := (SELECT max(\(key))::text FROM \(table)_before); edge TEXT; step BIGINT := 1;
            BEGIN
                \(edge)
                EXECUTE format('ALTER TABLE \(table) ATTACH PARTITION \(table)_before FOR VALUES FROM (MINVALUE) TO (%L)',
                    edge);
            END $$
            """,
            "CREATE TABLE \(table)_later PARTITION OF \(table) DEFAULT",
        ]
    }

    /// Its keys are made anew by the table that it becomes a part of.
    private static func withoutKeys(_ table: String) -> String {
        """
        DO $$
        DECLARE one RECORD;
        BEGIN
            FOR one IN SELECT conname FROM pg_constraint WHERE conrelid = '\(table)'::regclass AND contype IN ('p', 'u') LOOP
                EXECUTE format('ALTER TABLE \(table) DROP CONSTRAINT %I', one.conname);
            END LOOP;
            FOR one IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = '\(table)'::regclass LOOP
                EXECUTE format('DROP INDEX %s', one.name);
            END LOOP;
        END $$
        """
    }

    /// The first id of the month after this one, or of the first month that nothing is in yet.
    private static let nextMonth = """
        LOOP
            edge := lpad(to_hex((extract(epoch FROM date_trunc('month', now() AT TIME ZONE 'UTC')
                + step * interval '1 month') * 1000)::bigint), 12, '0');
            edge := substr(edge, 1, 8) || '-' || substr(edge, 9, 4);
            EXIT WHEN newest IS NULL OR newest < edge;
            step := step + 1;
            IF step > 1200 THEN RAISE 'the newest row of a large table is a hundred years ahead'; END IF;
        END LOOP;
        """

    /// The first number of a part that nothing is in yet.
    private static let nextMillions = "edge := (COALESCE(newest::bigint, 0) / 2000000 + 1) * 2000000;"
}
