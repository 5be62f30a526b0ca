import Database
import Foundation
import Vocabulary

extension ExchangeAboutMe {
    /// That two people said something to each other, and when. What was said stays with them until somebody has looked
    /// whether it tells of other people too, or would harm the student: nothing marks that when it is written.
    public struct Talk: Sendable, Equatable {
        public enum Kind: Sendable { case message, call, unansweredCall }

        public let kind: Kind
        public let name: String
        public let organisation: String?
        public let at: Date
    }
}

extension RecordReading {
    /// Messages and calls, by time.
    func talk(_ sides: [ExchangeRecord.Party], _ names: [AccountID: String]) throws -> [ExchangeAboutMe.Talk] {
        func talk(
            _ kind: ExchangeAboutMe.Talk.Kind, _ account: AccountID?, _ organisation: OrganisationID?, _ at: Date
        ) -> ExchangeAboutMe.Talk {
            ExchangeAboutMe.Talk(
                kind: kind, name: account.flatMap { names[$0] } ?? "Someone who has left",
                organisation: sides.first { $0.organisationID == organisation }?.organisation, at: at)
        }
        let rows = try database.rows(
            "SELECT account_id, organisation_id, at FROM message WHERE exchange_id = \(file.facts.id)")
        let messages = try rows.map { talk(.message, try $0("account_id"), try $0("organisation_id"), try $0("at")) }
        let calls = file.events.filter { [.callRecorded, .callTried].contains($0.kind) }.map {
            talk($0.kind == .callTried ? .unansweredCall : .call, $0.accountID, $0.organisationID, $0.at)
        }
        return (messages + calls).sorted { $0.at < $1.at }
    }
}
