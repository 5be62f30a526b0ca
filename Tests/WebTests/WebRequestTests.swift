import Foundation
import TestSupport
import Testing

@testable import Web

@Suite("Asking a web server")
struct WebRequestTests {
    @Test("brings its status and what it says in its header, over TLS that we trust")
    func answered() async throws {
        try await asking { request, listener in
            let answer = try await request.answer()
            #expect(answer.status == 302 && answer.fields["location"] == "/elsewhere" && !answer.isGood)
            let heard = try #require(listener.heard.first)
            #expect(heard.path == "/in" && heard.body == "a\u{0}b" && heard.headers["X-Request-Id"] == "one")
            #expect(heard.headers["Content-Type"] == nil)
            #expect(listener.heard.count == 1)
        }
    }

    @Test("does not happen inside a private network, where that is not allowed")
    func privateNetwork() async throws {
        try await asking { request, listener in
            var request = request
            request.reach = .everybodys
            await #expect(throws: WebFault.privateNetwork) { try await request.answer() }
            #expect(listener.heard.isEmpty)
        }
    }

    @Test("stays inside the own network, where only that is allowed")
    func inside() async throws {
        try await asking { request, listener in
            var request = request
            request.reach = .inside
            #expect(try await request.answer().status == 302)
            var abroad = WebRequest(try #require(URL(string: "http://8.8.8.8/in")))
            abroad.reach = .inside
            let asked = abroad
            await #expect(throws: WebFault.outside) { try await asked.answer() }
            #expect(listener.heard.count == 1)
        }
    }

    @Test("does not happen over TLS of strangers, nor by anything but the web")
    func strangers() async throws {
        try await asking { request, listener in
            var request = request
            request.trust = WebTrust()
            await #expect(throws: WebFault.self) { try await request.answer() }
            var file = WebRequest(URL(filePath: "/etc/passwd"))
            file.reach = .anywhere
            let asked = file
            await #expect(throws: WebFault.self) { try await asked.answer() }
            #expect(listener.heard.isEmpty)
        }
    }

    @Test(
        "does not happen with a header field that would begin another", arguments: ["a\r\nB: c", "a\nB: c", "a\u{0}"])
    func fields(value: String) async throws {
        try await asking { request, listener in
            var request = request
            request.fields = [("Authorization", "Bearer \(value)")]
            let asked = request
            await #expect(throws: WebFault.self) { try await asked.answer() }
            #expect(listener.heard.isEmpty)
        }
    }

    @Test("keeps of a long answer what there is room for, and says so")
    func long() async throws {
        try await asking { request, _ in
            var request = request
            (request.method, request.body, request.room) = ("GET", nil, 10)
            let answer = try await request.answer()
            #expect(answer.status == 501 && answer.isCut && answer.body.count <= 10)
        }
    }

    @Test("a name without an address is told apart")
    func unknown() async throws {
        var request = WebRequest(URL(string: "https://nobody.invalid/")!)
        for reach in [WebRequest.Reach.anywhere, .everybodys] {
            request.reach = reach
            let asked = request
            await #expect(throws: WebFault.unknownHost) { try await asked.answer() }
        }
    }

    private func asking(_ body: (WebRequest, Listener) async throws -> Void) async throws {
        let listener = try await Listener(answering: [302])
        defer { listener.end() }
        var request = WebRequest(try #require(URL(string: "https://localhost:\(listener.port)/in")))
        (request.method, request.reach) = ("POST", .anywhere)
        (request.body, request.fields) = (Data("a\u{0}b".utf8), [("X-Request-Id", "one")])
        request.trust = WebTrust(authority: listener.certificate)
        try await body(request, listener)
    }
}
