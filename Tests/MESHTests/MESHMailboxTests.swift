import Foundation
import TestSupport
import Testing
import Vocabulary
import Web

@testable import MESH

@Suite("A mailbox on MESH")
struct MESHMailboxTests {
    private let mailbox = MESHMailbox(id: "X26OT001", password: "secret", sharedKey: "TestKey")

    @Test("proves each request by a code over its id, a nonce, its password and the minute in UTC")
    func proof() {
        let header = mailbox.authorisation(
            nonce: "2c001608-5f09-4840-9611-bea43e666a30", at: TestTime.mondayMorning)
        let code = "c1098ddc216d1f0beb6a41100ca13e618a19c03664cc01b3c4e3ad6482167f75"
        #expect(header == "NHSMESH X26OT001:2c001608-5f09-4840-9611-bea43e666a30:1:202611230915:\(code)")
    }

    @Test("says neither its password nor the shared key")
    func secrets() {
        let header = mailbox.authorisation(nonce: "n", at: TestTime.mondayMorning)
        #expect(!header.contains("secret") && !header.contains("TestKey"))
    }
}

@Suite("Something that leaves by MESH")
struct MESHParcelTests {
    @Test(
        "goes in as few pieces as hold it, and nothing of it is lost",
        arguments: [(0, 10, [0]), (1, 10, [1]), (10, 10, [10]), (11, 10, [10, 1]), (30, 10, [10, 10, 10])])
    func pieces(bytes: Int, size: Int, lengths: [Int]) {
        let content = Data((0..<bytes).map { UInt8($0) })
        let parcel = MESHParcel(localID: "l", recipient: "X26HC001", workflow: "W_ACK", content: content)
        let chunks = parcel.chunks(of: size)
        #expect(chunks.map(\.count) == lengths)
        #expect(chunks.reduce(Data(), +) == content)
    }
}

@Suite("What MESH says")
struct MESHAnswerTests {
    @Test(
        "of how many pieces something has, counts; without it, it is whole", arguments: [("1:3", 3), ("", 1), ("x", 1)])
    func range(text: String, count: Int) {
        #expect(MESHMessage.chunks(["mex-chunk-range": text]) == count)
    }

    @Test("in a report that nobody collected it, is told in plain words")
    func uncollected() {
        let answer = WebAnswer(
            status: 200,
            fields: [
                "mex-messagetype": "REPORT", "mex-linkedmsgid": "M1", "mex-localid": "ours", "mex-statuscode": "14",
            ], body: Data())
        let message = MESHMessage("R1", answer, data: Data())
        #expect(message.content == .report(MESHReport(about: "M1", localID: "ours", code: "14")))
        #expect(MESHReport(about: nil, localID: nil, code: "14").words.contains("not collected"))
    }

    @Test(
        "in a code is repeated only where it is one",
        arguments: ["<b>", "a code", "", String(repeating: "1", count: 21)])
    func codes(text: String) {
        #expect(MESHFault.plain(text) == "unknown")
    }

    @Test("of who sent what is repeated only where it is a name")
    func names() {
        let said = { (sender: String, workflow: String) in
            let answer = WebAnswer(
                status: 200, fields: ["mex-from": sender, "mex-workflowid": workflow], body: Data())
            let message = MESHMessage("M1", answer, data: Data())
            return [message.sender, message.workflow]
        }
        #expect(said("x26hc001", "FOOTBRIDGE_MESSAGE") == ["X26HC001", "FOOTBRIDGE_MESSAGE"])
        #expect(said("../X26", "Nell Whitby") == ["", ""])
    }

    @Test("of a wrong key, an unknown mailbox and one that may not receive is told apart")
    func faults() {
        let said = { (status: Int, words: String) in
            WebAnswer(
                status: status, fields: [:],
                body: Data("{\"detail\":[{\"event\":\"SEND\",\"code\":\"12\",\"msg\":\"\(words)\"}]}".utf8))
        }
        #expect(throws: MESHFault.notBelieved) { try MESHFault.check(said(403, "Invalid Authentication Token")) }
        #expect(throws: MESHFault.unknownMailbox) { try MESHFault.check(said(403, "No mailbox matched")) }
        #expect(throws: MESHFault.refused("12")) { try MESHFault.check(said(417, "Unregistered")) }
        #expect(throws: MESHFault.answered(500)) { try MESHFault.check(said(500, "Sorry")) }
        #expect(MESHFault.refused("12").isLasting && !MESHFault.notBelieved.isLasting)
        #expect(MESHFault.notBelieved.description.contains("shared key"))
    }
}
