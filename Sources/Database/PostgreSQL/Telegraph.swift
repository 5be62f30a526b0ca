import CPQ
import Foundation
import Synchronization

/// How the processes on one PostgreSQL hear of each other: LISTEN and NOTIFY, each on a connection of its own.
///
/// It is told after the commit, by a separate connection: a NOTIFY inside a transaction would make all commits wait for each
/// other.
final class Telegraph: Sendable {
    private let address: PostgreSQLAddress
    private let patience: PostgreSQLPatience
    private let listeners = Broadcast()
    private let telling: WorkQueue<String>
    private let state = Mutex(State.silent)

    /// Nobody is listened to before somebody wants to hear.
    private enum State { case silent, listening, closed }

    init(_ address: PostgreSQLAddress, _ patience: PostgreSQLPatience) {
        (self.address, self.patience) = (address, patience)
        let teller = Teller(PostgreSQLLink(address, patience), patience)
        telling = WorkQueue("database-teller", most: 100, workers: [{ teller.tell($0) }])
    }

    func tell(_ words: String) { _ = telling.submit(words) }

    func heard() -> AsyncStream<String> {
        let isFirst = state.withLock { state in
            guard state == .silent else { return false }
            state = .listening
            return true
        }
        // Whoever asks first is there before anything can be heard.
        let stream = listeners.stream()
        if isFirst { beginListening() }
        return stream
    }

    func close() async {
        state.withLock { $0 = .closed }
        await telling.finish()
        listeners.finish()
    }

    private func beginListening() {
        Thread.detachNewThread { [weak self, address, patience] in
            nameThread("database-listen")
            let link = PostgreSQLLink(address, patience)
            while let self, self.state.withLock({ $0 }) == .listening { self.listen(link) }
        }
    }

    /// Listens for half a second, or until the connection breaks; then whoever listens is told to look at everything again,
    /// since something may have been missed.
    private func listen(_ link: PostgreSQLLink) {
        do {
            let (connection, isNew) = try link.listening()
            if isNew { listeners.yield("") }
            var waiting = pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0)
            _ = poll(&waiting, 1, 500)
            for words in try connection.notifications() { listeners.yield(words) }
        } catch {
            link.drop()
            Thread.sleep(forTimeInterval: 0.5)
        }
    }
}

/// Tells by `pg_notify`, everything that waits in one round trip. What cannot be told is dropped: pages look again anyway.
private final class Teller: @unchecked Sendable {
    private let link: PostgreSQLLink
    private let patience: PostgreSQLPatience

    init(_ link: PostgreSQLLink, _ patience: PostgreSQLPatience) { (self.link, self.patience) = (link, patience) }

    func tell(_ all: [String]) {
        try? link.trying(for: patience.asking) { connection in
            for words in all { try connection.post("SELECT pg_notify('footbridge', \(words))") }
            try connection.settle()
        }
    }
}

extension PostgreSQLLink {
    /// - Returns: the connection, and whether it has only now begun to listen.
    fileprivate func listening() throws -> (PostgreSQLConnection, Bool) {
        if let listening = current { return (listening, false) }
        let connection = try connected()
        _ = try connection.answer("LISTEN footbridge")
        return (connection, true)
    }
}
