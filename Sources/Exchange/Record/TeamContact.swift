import Database
import Vocabulary

/// By which way somebody from outside, such as the student, gets hold of a team.
public struct TeamContact: Sendable, Equatable {
    /// `Student Wellbeing, University of Leeds`
    public let name: String
    public let telephone: String?
    /// The address of the team in the directory.
    public let email: String?
}

extension RecordReading {
    /// The team of one side, or its organisation where no team is named.
    func contact(_ party: ExchangeRecord.Party) throws -> TeamContact {
        let row = try database.row(
            """
            SELECT email FROM contact_point WHERE service_id = \(party.serviceID) AND closed_at IS NULL
                AND email IS NOT NULL ORDER BY id LIMIT 1
            """
        )
        return TeamContact(name: party.title, telephone: party.telephone, email: try row?("email"))
    }

    /// The organisation whose information governance lead answers for sharing without the student's agreement: the
    /// sender's, by its own telephone where the directory has one, otherwise by its team's.
    func governance(_ sender: ExchangeRecord.Party, team: TeamContact) throws -> TeamContact {
        let row = try database.row("SELECT telephone FROM organisation WHERE id = \(sender.organisationID)")
        let own: String? = try row?("telephone")
        return TeamContact(name: sender.organisation, telephone: own ?? team.telephone, email: team.email)
    }
}
