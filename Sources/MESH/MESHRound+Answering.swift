import Accounts
import Database
import Foundation
import Outbox
import Vocabulary

extension MESHRound {
    /// What an answer is called among the deliveries.
    public static let topic = "mesh.answer"

    /// Has what was kept taken in, the oldest first. What cannot be taken now stays, and keeps nothing else waiting.
    func takeIn(until isOver: @Sendable () -> Bool) async throws {
        let waits = try await engine.read { database in
            try database.row(
                "SELECT id FROM mesh_message WHERE settled_at IS NULL AND code IS NULL LIMIT 1") != nil
        }
        while waits, !isOver(), let message = try await next() {
            do { try await takeIn(message) } catch let error where !(error is CancellationError) {
                logger.error("a message of MESH was not taken in", metadata: ["error": "\(error)"])
            }
        }
    }

    private func next() async throws -> KeptMESHMessage? {
        let now = clock.now
        return try await engine.write { try KeptMESHMessage.take(at: now, in: $0) }
    }

    private func takeIn(_ message: KeptMESHMessage) async throws {
        guard message.workflow == workflow else { return try await settle(message, .otherWorkflow) }
        guard let system = try await systems.system(mailbox: message.sender) else {
            return try await settle(message, .unknownSender)
        }
        let reply = try await receive(message.content(keys), message.meshID, system)
        try await settle(message, reply.refusal, reply, to: system)
    }

    /// In one transaction: what became of the message, and the answer that is owed.
    private func settle(
        _ message: KeptMESHMessage, _ reason: MESHReason?, _ reply: MESHReply? = nil, to system: RecordSystem? = nil
    ) async throws {
        let (keys, now, answering) = (keys, clock.now, answering)
        try await engine.write { database in
            guard try message.settle(reason, at: now, in: database), let reply, let system else { return }
            let delivery = Delivery(
                at: now, topic: Self.topic, subject: reply.subject ?? message.id.rawValue,
                organisation: system.organisationID, to: .mesh(system.organisationID), urgent: true)
            try DeliveryQueue.add(delivery, departure: now, in: database)
            try database.execute(
                """
                UPDATE delivery SET mesh_mailbox = \(message.sender), mesh_workflow = \(answering),
                    content_sealed = \(keys.seal(reply.content, MESHParcel.context)) WHERE id = \(delivery.id)
                """
            )
        }
    }

    /// Sends the answers, and the word of later events, that are due, in their order for each exchange.
    func send(until isOver: @Sendable () -> Bool) async throws {
        let now = clock.now
        let astray = try await queue.setRight(.mesh, at: now)
        if astray > 0 {
            logger.warning(
                "a clock ran ahead; what waited for its time leaves now", metadata: ["messages": "\(astray)"])
        }
        let owes = try await engine.read { database in
            try database.row(
                """
                SELECT id FROM delivery WHERE endpoint = 2 AND delivered_at IS NULL AND given_up_at IS NULL
                    AND available_at <= \(now) AND leased_until <= \(now) LIMIT 1
                """
            ) != nil
        }
        while owes, !isOver(), let delivery = try await queue.takeForSystem(by: .mesh, at: clock.now) {
            do { try await send(delivery) } catch let fault as MESHFault {
                logger.warning("something did not leave by MESH", metadata: ["fault": "\(fault)"])
                try await queue.failed([delivery], fault.description, lasting: fault.isLasting, at: clock.now)
                if !fault.isAboutOneMessage { return }
            }
        }
    }

    private func send(_ delivery: Delivery) async throws {
        let parcel: MESHParcel
        do { parcel = try await self.parcel(delivery) } catch let hindrance as MESHHindrance {
            return try await queue.failed(
                [delivery], hindrance.description, lasting: hindrance.isLasting, at: clock.now)
        }
        let (meshID, now) = (try await server.send(parcel), clock.now)
        try await engine.write {
            try DeliveryQueue.delivered([delivery], with: "mesh_id = \(meshID)", at: now, in: $0)
        }
    }

    private func parcel(_ delivery: Delivery) async throws -> MESHParcel {
        try await engine.read { [keys, answering, word] database in
            if delivery.topic == Self.topic {
                return try MESHParcel.answer(delivery.id, keys: keys, in: database)
            }
            return try MESHParcel.word(delivery, workflow: answering, saying: word, in: database)
        }
    }
}
