extension Migration {
    static let students = Migration(
        "0005 students",
        [
            // Identifying fields are sealed; the indexes are keyed (HMAC), so equality can be asked and nothing read.
            """
            CREATE TABLE person (
                id TEXT PRIMARY KEY,
                nhs_number_index TEXT UNIQUE,
                nhs_number_sealed BLOB,
                given_name_sealed BLOB NOT NULL,
                family_name_sealed BLOB NOT NULL,
                birth_date_sealed BLOB NOT NULL,
                name_birth_index TEXT NOT NULL,
                created_by_organisation_id TEXT NOT NULL,
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX person_name_birth ON person (name_birth_index)",
            // Each answer to "are you a student, and where?"; the latest counts.
            """
            CREATE TABLE student_status (
                id TEXT PRIMARY KEY,
                person_id TEXT NOT NULL,
                answer TEXT NOT NULL,
                provider_id TEXT,
                campus_id TEXT,
                distance_learner BIGINT NOT NULL DEFAULT 0,
                lives_at_home BIGINT NOT NULL DEFAULT 0,
                safe_contact_sealed BLOB,
                unsafe_contact_sealed BLOB,
                asked_by_organisation_id TEXT,
                recorded_by TEXT NOT NULL,
                recorded_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX student_status_person ON student_status (person_id, recorded_at)",
            // One answer about sharing with one recipient. `answer`: given, refused, notAsked.
            """
            CREATE TABLE consent (
                id TEXT PRIMARY KEY,
                person_id TEXT NOT NULL,
                recipient_organisation_id TEXT NOT NULL,
                recipient_service_id TEXT,
                exchange_id TEXT,
                answer TEXT NOT NULL,
                categories TEXT NOT NULL,
                decided_by TEXT NOT NULL,
                decided_by_name_sealed BLOB,
                capacity TEXT NOT NULL,
                route TEXT NOT NULL,
                not_asked_reason TEXT,
                in_crisis BIGINT NOT NULL DEFAULT 0,
                reaffirm_by BIGINT,
                reaffirmed_at BIGINT,
                recorded_by TEXT NOT NULL,
                recorded_by_organisation_id TEXT,
                recorded_at BIGINT NOT NULL,
                expires_at BIGINT,
                withdrawn_at BIGINT,
                invalidated_at BIGINT,
                invalidated_reason TEXT
            )
            """,
            "CREATE INDEX consent_person ON consent (person_id, recorded_at)",
            // Why information may, or may not, leave. `facts` and `limbs` are sealed: they hold reasons in people's words.
            """
            CREATE TABLE sharing_decision (
                id TEXT PRIMARY KEY,
                person_id TEXT NOT NULL,
                exchange_id TEXT NOT NULL,
                organisation_id TEXT NOT NULL,
                recipient_organisation_id TEXT,
                recipient_service_id TEXT,
                outcome TEXT NOT NULL,
                basis TEXT,
                categories TEXT NOT NULL,
                until_at BIGINT,
                consent_id TEXT,
                explanation TEXT NOT NULL,
                reasons_sealed BLOB,
                decided_by TEXT NOT NULL,
                decided_role TEXT NOT NULL,
                decided_at BIGINT NOT NULL,
                review_on TEXT
            )
            """,
            "CREATE INDEX sharing_decision_exchange ON sharing_decision (exchange_id, decided_at)",
            "CREATE INDEX sharing_decision_person ON sharing_decision (person_id, decided_at)",
            "CREATE INDEX sharing_decision_organisation ON sharing_decision (organisation_id, decided_at)",
            // A decision that waits for a person: an information governance lead of the sending organisation.
            """
            CREATE TABLE decision_task (
                id TEXT PRIMARY KEY,
                exchange_id TEXT NOT NULL,
                person_id TEXT NOT NULL,
                organisation_id TEXT NOT NULL,
                role TEXT NOT NULL,
                questions TEXT NOT NULL,
                case_sealed BLOB NOT NULL,
                raised_by TEXT NOT NULL,
                raised_at BIGINT NOT NULL,
                due_at BIGINT NOT NULL,
                answered_by TEXT,
                answered_at BIGINT,
                answer TEXT,
                decision_id TEXT
            )
            """,
            "CREATE INDEX decision_task_open ON decision_task (organisation_id, due_at) WHERE answered_at IS NULL",
            "CREATE INDEX decision_task_exchange ON decision_task (exchange_id)",
            // Agreements between organisations (C15 fills it); the sharing decision asks whether one is in force.
            """
            CREATE TABLE sharing_agreement (
                id TEXT PRIMARY KEY,
                sender_organisation_id TEXT NOT NULL,
                recipient_organisation_id TEXT NOT NULL,
                title TEXT NOT NULL,
                in_force_from TEXT NOT NULL,
                in_force_to TEXT
            )
            """,
        ]
    )
}
