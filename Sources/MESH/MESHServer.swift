import Foundation
import Vocabulary
import Web

/// What is asked of MESH. A test stands in for it; nothing else does.
protocol MESHAsking: Sendable {
    /// Shows who we are. MESH wants that once a day.
    func greet() async throws
    /// Up to five hundred names of what waits for us, oldest first.
    func inbox() async throws -> [String]
    /// - Returns: `nil` for what is not there any more.
    func message(_ id: String) async throws -> MESHMessage?
    /// Lets go of it there: it must be kept here.
    func acknowledge(_ id: String) async throws
    /// - Returns: what MESH calls it.
    func send(_ parcel: MESHParcel) async throws -> String
    /// Where something stands that we sent.
    func fate(of id: String) async throws -> MESHFate
}

/// Where something stands that was sent.
enum MESHFate: Sendable { case waiting, collected, undelivered }

/// MESH itself, by its API (second version) over HTTPS. All its methods throw `MESHFault`.
public struct MESHServer: MESHAsking {
    let address: URL
    let mailbox: MESHMailbox
    let trust: WebTrust
    /// The most that one request carries, in bytes.
    let chunk: Int
    /// Real time, whatever a demonstration shows: the proof of who we are holds it.
    let clock: any Clock
    /// Which Footbridge asks.
    let version: String

    /// The most that one message may hold, in bytes, unpacked.
    private static let most = 20 << 20

    public init(
        address: URL, mailbox: MESHMailbox, trust: WebTrust, chunk: Int, clock: any Clock, version: String
    ) {
        (self.address, self.mailbox, self.trust) = (address, mailbox, trust)
        (self.chunk, self.clock, self.version) = (chunk, clock, version)
    }

    func greet() async throws {
        let system = ProcessInfo.processInfo.operatingSystemVersionString.filter(\.isASCII)
        let fields = [
            ("Mex-ClientVersion", "Footbridge==\(version)"), ("Mex-OSName", "Linux"), ("Mex-OSVersion", system),
        ]
        try MESHFault.check(try await ask("POST", "", fields, body: Data()))
    }

    func inbox() async throws -> [String] {
        let answer = try await ask("GET", "/inbox")
        try MESHFault.check(answer)
        struct Inbox: Decodable { let messages: [String] }
        return try read(Inbox.self, answer).messages.filter(MESHName.isOne)
    }

    func message(_ id: String) async throws -> MESHMessage? {
        let first = try await ask("GET", "/inbox/\(id)", room: Self.most)
        if [404, 410].contains(first.status) { return nil }
        try MESHFault.check(first)
        var (data, isTooLarge) = (first.body, first.isCut)
        for number in 1..<MESHMessage.chunks(first.fields) {
            guard !isTooLarge else { break }
            let next = try await ask("GET", "/inbox/\(id)/\(number + 1)", room: Self.most - data.count)
            try MESHFault.check(next)
            (data, isTooLarge) = (data + next.body, next.isCut)
        }
        return MESHMessage(id, first, data: isTooLarge ? nil : data)
    }

    func acknowledge(_ id: String) async throws {
        let answer = try await ask("PUT", "/inbox/\(id)/status/acknowledged", body: Data())
        if ![404, 410].contains(answer.status) { try MESHFault.check(answer) }
    }

    func send(_ parcel: MESHParcel) async throws -> String {
        let chunks = parcel.chunks(of: chunk)
        let answer = try await ask("POST", "/outbox", fields(parcel, of: chunks.count), body: chunks[0])
        try MESHFault.check(answer)
        struct Sent: Decodable { let message_id: String }
        let id = try read(Sent.self, answer).message_id
        guard MESHName.isOne(id) else { throw MESHFault.unreadable }
        for (number, chunk) in chunks.enumerated().dropFirst() {
            let range = ("Mex-Chunk-Range", "\(number + 1):\(chunks.count)")
            let kind = ("Content-Type", "application/octet-stream")
            try MESHFault.check(try await ask("POST", "/outbox/\(id)/\(number + 1)", [range, kind], body: chunk))
        }
        return id
    }

    private func fields(_ parcel: MESHParcel, of count: Int) -> [(String, String)] {
        [
            ("Mex-To", parcel.recipient), ("Mex-WorkflowID", parcel.workflow), ("Mex-LocalID", parcel.localID),
            ("Mex-FileName", "\(parcel.localID).json"), ("Mex-Chunk-Range", "1:\(count)"),
            ("Content-Type", "application/fhir+json"),
        ]
    }

    func fate(of id: String) async throws -> MESHFate {
        let answer = try await ask("GET", "/outbox/tracking?messageID=\(id)")
        if answer.status == 404 { return .waiting }
        try MESHFault.check(answer)
        struct Tracking: Decodable { let status: String? }
        switch try read(Tracking.self, answer).status?.lowercased() {
        case "acknowledged": return .collected
        case "undeliverable", "undelivered", "error": return .undelivered
        default: return .waiting
        }
    }

    private func ask(
        _ method: String, _ path: String, _ fields: [(String, String)] = [], body: Data? = nil,
        room: Int = 256 * 1024
    ) async throws -> WebAnswer {
        guard let url = URL(string: "\(address.absoluteString)/messageexchange/\(mailbox.id)\(path)") else {
            throw MESHFault.answered(0)
        }
        var request = WebRequest(url)
        let proof = mailbox.authorisation(nonce: UUID().uuidString.lowercased(), at: clock.now)
        request.fields = [("Authorization", proof), ("Accept", "application/vnd.mesh.v2+json")]
        request.fields += fields.map { (name: $0.0, value: $0.1) }
        (request.method, request.body, request.trust) = (method, body, trust)
        (request.reach, request.unpacks, request.seconds, request.room) = (.anywhere, true, 120, room)
        do { return try await request.answer() } catch let fault as WebFault { throw MESHFault.connection(fault) }
    }

    private func read<T: Decodable>(_ type: T.Type, _ answer: WebAnswer) throws(MESHFault) -> T {
        guard let value = try? JSONDecoder().decode(type, from: answer.body) else { throw .unreadable }
        return value
    }
}
