extension Migration {
    static let directory = Migration(
        "0004 directory",
        [
            """
            CREATE TABLE organisation (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                ukprn TEXT UNIQUE,
                ods_code TEXT UNIQUE,
                name TEXT NOT NULL,
                legal_name TEXT NOT NULL,
                telephone TEXT,
                website TEXT,
                address TEXT,
                postcode TEXT,
                nation TEXT NOT NULL,
                icb_ods_code TEXT,
                mental_health BIGINT NOT NULL DEFAULT 0,
                type1_ae BIGINT NOT NULL DEFAULT 0,
                joined_at BIGINT,
                left_at BIGINT,
                closed_on TEXT
            )
            """,
            "CREATE INDEX organisation_kind ON organisation (kind, name)",
            // Trading names, other names and nicknames ("UCL") by which people search.
            """
            CREATE TABLE organisation_name (
                organisation_id TEXT NOT NULL,
                name TEXT NOT NULL,
                kind TEXT NOT NULL,
                PRIMARY KEY (organisation_id, name)
            )
            """,
            """
            CREATE TABLE campus (
                id TEXT PRIMARY KEY,
                organisation_id TEXT NOT NULL,
                location_code TEXT NOT NULL,
                name TEXT NOT NULL,
                place TEXT,
                latitude DOUBLE PRECISION,
                longitude DOUBLE PRECISION,
                nation TEXT NOT NULL,
                local_authority_code TEXT,
                icb_ods_code TEXT,
                UNIQUE (organisation_id, location_code)
            )
            """,
            "CREATE TABLE integrated_care_board (ods_code TEXT PRIMARY KEY, gss_code TEXT NOT NULL, name TEXT NOT NULL, nhs_region TEXT NOT NULL)",
            """
            CREATE TABLE local_authority (
                code TEXT NOT NULL,
                icb_ods_code TEXT NOT NULL,
                name TEXT NOT NULL,
                share DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (code, icb_ods_code)
            )
            """,
            // A service is also the team its staff belong to.
            """
            CREATE TABLE service (
                id TEXT PRIMARY KEY,
                organisation_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                offer TEXT NOT NULL DEFAULT '',
                limits TEXT NOT NULL DEFAULT '',
                waiting TEXT NOT NULL DEFAULT '',
                how_to_refer TEXT NOT NULL DEFAULT '',
                telephone TEXT,
                out_of_hours_telephone TEXT,
                out_of_hours_note TEXT NOT NULL DEFAULT '',
                campus_id TEXT,
                updated_at BIGINT NOT NULL,
                closed_at BIGINT
            )
            """,
            "CREATE INDEX service_organisation ON service (organisation_id)",
            // Minutes after midnight; `period` is always, term, vacation or bankHoliday.
            """
            CREATE TABLE service_hours (
                service_id TEXT NOT NULL,
                period TEXT NOT NULL,
                weekday BIGINT NOT NULL,
                opens_minute BIGINT NOT NULL,
                closes_minute BIGINT NOT NULL,
                PRIMARY KEY (service_id, period, weekday, opens_minute)
            )
            """,
            "CREATE TABLE service_closure (service_id TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (service_id, from_on))",
            "CREATE TABLE term (organisation_id TEXT NOT NULL, name TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL, PRIMARY KEY (organisation_id, from_on))",
            // `purpose` is the kind of exchange it receives; verified by a person, on a rhythm.
            """
            CREATE TABLE contact_point (
                id TEXT PRIMARY KEY,
                service_id TEXT NOT NULL,
                organisation_id TEXT NOT NULL,
                purpose TEXT NOT NULL,
                email TEXT,
                telephone TEXT,
                verify_every_days BIGINT NOT NULL,
                verified_at BIGINT,
                verified_by TEXT,
                bounced_at BIGINT,
                closed_at BIGINT
            )
            """,
            "CREATE INDEX contact_point_service ON contact_point (service_id)",
            // rank 0 holds the contact point, 1… are deputies in order.
            """
            CREATE TABLE contact_holder (
                id TEXT PRIMARY KEY,
                contact_point_id TEXT NOT NULL,
                rank BIGINT NOT NULL,
                account_id TEXT,
                name TEXT NOT NULL,
                job_title TEXT NOT NULL DEFAULT '',
                email TEXT,
                telephone TEXT,
                starts_on TEXT,
                leaving_on TEXT,
                successor_account_id TEXT,
                successor_accepted_at BIGINT,
                ended_at BIGINT
            )
            """,
            "CREATE INDEX contact_holder_point ON contact_holder (contact_point_id, rank)",
            "CREATE INDEX contact_holder_account ON contact_holder (account_id)",
            "CREATE TABLE directory_import (id TEXT PRIMARY KEY, at BIGINT NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL, report TEXT NOT NULL)",
        ]
    )
}
