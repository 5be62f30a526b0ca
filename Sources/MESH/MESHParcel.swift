import Accounts
import Database
import Foundation
import Outbox
import Vocabulary

/// Something that is to leave by MESH.
struct MESHParcel: Sendable, Equatable {
    /// What we call it: an id that says nothing of anybody.
    let localID: String
    /// The mailbox it is for.
    let recipient: String
    let workflow: String
    let content: Data

    /// Its pieces, in their order; at least one.
    /// - Parameter size: the most that one holds, in bytes.
    func chunks(of size: Int) -> [Data] {
        guard content.count > size else { return [content] }
        return stride(from: 0, to: content.count, by: size).map { start in
            Data(content[(content.startIndex + start)...].prefix(size))
        }
    }
}

extension MESHParcel {
    static let context = "delivery.content"

    /// An answer, as it was sealed when its message was taken in.
    /// - Throws: `MESHHindrance`.
    static func answer(_ delivery: DeliveryID, keys: KeyRing, in database: any Reading) throws -> MESHParcel {
        let row = try database.row("SELECT * FROM delivery WHERE id = \(delivery) AND content_sealed IS NOT NULL")
        guard let row else { throw MESHHindrance.nothingLeft }
        let (mailbox, workflow): (String, String) = (try row("mesh_mailbox"), try row("mesh_workflow"))
        return MESHParcel(
            localID: delivery.rawValue, recipient: mailbox, workflow: workflow,
            content: try keys.openBytes(row("content_sealed"), context))
    }

    /// Word of a later event, to the mailbox that the record system has now. It says the same each time, so none of it is kept.
    /// It is made once that mailbox is confirmed, and not before.
    /// - Throws: `MESHHindrance`.
    static func word(
        _ delivery: Delivery, workflow: String, saying word: MESHWord, in database: any Reading
    ) throws -> MESHParcel {
        guard let sender = delivery.organisationID,
            let writer = try WritersMailbox.of(exchange: delivery.subjectID, by: sender, in: database)
        else { throw MESHHindrance.nobodyLeft }
        guard writer.isConfirmed else { throw MESHHindrance.unconfirmed }
        guard let content = try word(delivery, database) else { throw MESHHindrance.nothingLeft }
        return MESHParcel(
            localID: delivery.id.rawValue, recipient: writer.mailbox, workflow: workflow, content: content)
    }
}
