import Database
import Exchange
import TestSupport
import Testing
import Vocabulary

@testable import Website

@Suite("The live inbox")
struct LiveInboxTests {
    @Test("it says “look again” and how many wait, and names nobody")
    func change() async throws {
        try await TwoSides.with { sides in
            let store = sides.store
            let events = try await LiveInbox(exchanges: store, actor: try await sides.sam.actor()).events()
            var heard = events.makeAsyncIterator()
            #expect(await heard.next() == "retry: 3000\n\n")
            // What begins to listen by a connection of its own is first told that it may have missed something.
            if testDialect == .postgreSQL {
                #expect(await heard.next() == "event: change\ndata: {\"waiting\": 0}\n\n")
            }
            let id = try await sides.send()
            store.announcements.announce(id, .sent, to: [sides.university])
            #expect(await heard.next() == "event: change\ndata: {\"waiting\": 1}\n\n")
        }
    }

    @Test("what was sent says how many answers nobody of the team has read, also when a colleague reads one")
    func answers() async throws {
        try await TwoSides.with { sides in
            let (store, nurse, sam) = (sides.store, try await sides.nurse.actor(), try await sides.sam.actor())
            let id = try await sides.acknowledged()
            let events = try await LiveInbox(exchanges: store, actor: nurse, side: .sender).events()
            var heard = events.makeAsyncIterator()
            #expect(await heard.next() == "retry: 3000\n\n")
            if testDialect == .postgreSQL {
                #expect(await heard.next() == "event: change\ndata: {\"waiting\": 0}\n\n")
            }
            try await store.write("Which faculty?", in: id, key: "1", by: sam)
            #expect(await heard.next() == "event: change\ndata: {\"waiting\": 1}\n\n")
            _ = try await store.exchange(id, isThreadShown: true, as: nurse)
            #expect(await heard.next() == "event: change\ndata: {\"waiting\": 0}\n\n")
        }
    }

    @Test("it ends by itself, so that a session that has ended hears no more")
    func ends() async throws {
        try await TwoSides.with { sides in
            let live = LiveInbox(
                exchanges: sides.store, actor: try await sides.sam.actor(), beat: .milliseconds(1), beats: 3
            )
            var heard: [String] = []
            for await event in try await live.events() { heard.append(event) }
            #expect(heard.count { $0 == ": still here\n\n" } == 3)
        }
    }

    @Test("the page that is shown names the script that keeps it live, and works without")
    func page() async throws {
        try await TwoSides.with { sides in
            let page = try await sides.sam.get("/inbox")
            #expect(page.says("data-script=\"inbox\"") && page.says("data-live=\"/inbox/live\""))
            #expect(page.says("data-live-sound hidden"))
            #expect(!page.says("<script>"))
        }
    }
}
