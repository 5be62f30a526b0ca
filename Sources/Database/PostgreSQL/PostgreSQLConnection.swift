import CPQ
import Foundation

/// One connection, used by one thread only. Statements are prepared at their first use and sent in pipeline mode: what needs no
/// answer yet travels with what does.
final class PostgreSQLConnection {
    private let connection: OpaquePointer
    private let canceller: Canceller
    private var prepared: [String: PreparedStatement] = [:]
    private var made = 0
    private var sent: [Sent] = []
    private var isFlushed = false
    /// Lists of different lengths make statements of different texts; past this many all are forgotten.
    private let mostPrepared = 1_000
    /// The server waits for us to read before it goes on, so no more than this is sent without reading.
    private let mostUnread = 64

    /// What was sent, and what its answer means.
    private enum Sent {
        case preparation(PreparedStatement)
        case statement
    }

    /// - Throws: `PostgreSQLFault` where none of the hosts takes writes.
    init(_ address: PostgreSQLAddress) throws {
        let parameters = try address.parameters()
        connection = Self.connect(parameters)
        canceller = Canceller(connection)
        guard PQstatus(connection) == CONNECTION_OK else {
            let reason = String(cString: PQerrorMessage(connection)).split(separator: "\n").first ?? ""
            throw PostgreSQLFault(state: "", message: "no database that takes writes was reached (\(reason))")
        }
        _ = PQsetErrorVerbosity(connection, PQERRORS_TERSE)
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        PQenterPipelineMode(connection)
    }

    deinit { PQfinish(connection) }

    var isBroken: Bool { PQstatus(connection) != CONNECTION_OK }

    var socket: Int32 { PQsocket(connection) }

    /// Ends the statement that is under way, from any thread, and waits until the server has heard of it. Where none is, the
    /// server passes over it.
    var ending: @Sendable () -> Void { canceller.cancel }

    private static func connect(_ parameters: [(name: String, value: String)]) -> OpaquePointer {
        let names = parameters.map { strdup($0.name) }
        let values = parameters.map { strdup($0.value) }
        defer { (names + values).forEach { free($0) } }
        let keywords = names.map { UnsafePointer($0) } + [nil]
        let texts = values.map { UnsafePointer($0) } + [nil]
        // It is nil only where there is no memory left for it.
        return PQconnectdbParams(keywords, texts, 0)!
    }
}

// MARK: sending

extension PostgreSQLConnection {
    /// Sends `sql` without waiting for what becomes of it: the next `answer` or `settle` tells.
    func post(_ sql: SQL) throws {
        if sent.count >= mostUnread { try settle() }
        try send(sql)
    }

    /// Sends `sql` with all that was posted before it, and waits for its answer.
    func answer(_ sql: SQL) throws -> PostgreSQLAnswer {
        try send(sql)
        return try settle() ?? PostgreSQLAnswer()
    }

    /// Waits until everything that was sent is done.
    /// - Returns: the answer of the last statement.
    /// - Throws: what was wrong with the first that failed; those after it were not carried out.
    @discardableResult
    func settle() throws -> PostgreSQLAnswer? {
        guard !sent.isEmpty else { return nil }
        if isFlushed { return try receive() }
        guard PQpipelineSync(connection) == 1 else { throw lost() }
        return try receive()
    }

    /// Sends what was posted on its way, and does not wait; whatever is sent next reads the answers first.
    func flush() throws {
        guard PQpipelineSync(connection) == 1, PQflush(connection) == 0 else { throw lost() }
        isFlushed = true
    }

    private func send(_ sql: SQL) throws {
        if isFlushed { try receive() }
        let statement = try statement(for: sql)
        let values = sql.values.enumerated().map { PostgreSQLParameter($1, as: statement.types[$0]) }
        guard statement.send(values, on: connection) else { throw lost() }
        sent.append(.statement)
    }

    private func statement(for sql: SQL) throws -> PreparedStatement {
        if let known = prepared[sql.text] { return known }
        if prepared.count >= mostPrepared { try forgetStatements() }
        let statement = PreparedStatement(sql, number: made)
        made += 1
        prepared[sql.text] = statement
        guard statement.prepare(on: connection) else { throw lost() }
        sent.append(.preparation(statement))
        // Of a value that is null PostgreSQL knows the type better than we do; it will not be null every time.
        if statement.types.contains(0) {
            try settle()
            try describe(statement)
        }
        return statement
    }

    private func forgetStatements() throws {
        try settle()
        guard PQsendQueryParams(connection, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
        sent.append(.statement)
        prepared = [:]
        try settle()
    }

    private func describe(_ statement: PreparedStatement) throws {
        guard PQsendDescribePrepared(connection, statement.name) == 1, PQpipelineSync(connection) == 1 else {
            throw lost()
        }
        sent.append(.statement)
        try receive { statement.learnTypes(from: $0) }
    }

    private func lost() -> PostgreSQLFault {
        sent = []
        return .connectionLost
    }
}

// MARK: receiving

extension PostgreSQLConnection {
    /// Reads the answer of everything that was sent, up to and with the synchronisation point.
    @discardableResult
    private func receive(_ look: (OpaquePointer) -> Void = { _ in }) throws -> PostgreSQLAnswer? {
        var last: PostgreSQLAnswer?
        var fault: (any Error)?
        for item in sent {
            do {
                let answer = try receiveOne(look)
                if case .statement = item { last = answer }
            } catch {
                if fault == nil { fault = error }
                if case .preparation(let statement) = item { prepared[statement.text] = nil }
            }
            if isBroken { break }
        }
        (sent, isFlushed) = ([], false)
        try endOfPipeline(after: fault)
        return last
    }

    private func receiveOne(_ look: (OpaquePointer) -> Void) throws -> PostgreSQLAnswer {
        guard let result = PQgetResult(connection) else { throw PostgreSQLFault.connectionLost }
        defer {
            PQclear(result)
            // Each statement's results end with a null.
            while let more = PQgetResult(connection) { PQclear(more) }
        }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            look(result)
            return PostgreSQLAnswer(result)
        default: throw fault(of: result)
        }
    }

    private func endOfPipeline(after fault: (any Error)?) throws {
        guard !isBroken, let sync = PQgetResult(connection) else { throw PostgreSQLFault.connectionLost }
        let status = PQresultStatus(sync)
        PQclear(sync)
        if let fault { throw fault }
        guard status == PGRES_PIPELINE_SYNC else { throw PostgreSQLFault.connectionLost }
    }

    private func fault(of result: OpaquePointer) -> PostgreSQLFault {
        if PQresultStatus(result) == PGRES_PIPELINE_ABORTED {
            return PostgreSQLFault(state: "25P02", message: "an earlier statement failed")
        }
        let field = { (code: Int32) in PQresultErrorField(result, code).map { String(cString: $0) } }
        guard let state = field(Int32(UInt8(ascii: "C"))) else { return .connectionLost }
        return PostgreSQLFault(
            state: state, message: field(Int32(UInt8(ascii: "M"))) ?? "",
            routine: field(Int32(UInt8(ascii: "R"))) ?? "")
    }
}

// MARK: hearing from other processes

extension PostgreSQLConnection {
    /// What other connections told by `pg_notify` since it was last asked, without waiting.
    func notifications() throws -> [String] {
        guard PQconsumeInput(connection) == 1 else { throw PostgreSQLFault.connectionLost }
        var heard: [String] = []
        while let notification = PQnotifies(connection) {
            heard.append(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
        return heard
    }
}

// MARK: ending what is under way

extension PostgreSQLConnection {
    /// What the server wants to hear before it ends a statement of this connection.
    private final class Canceller: @unchecked Sendable {
        private let cancellation: OpaquePointer?

        init(_ connection: OpaquePointer) { cancellation = PQgetCancel(connection) }

        deinit { PQfreeCancel(cancellation) }

        /// A server that cannot be reached ends it by itself.
        func cancel() {
            var reason = [CChar](repeating: 0, count: 256)
            _ = PQcancel(cancellation, &reason, Int32(reason.count))
        }
    }
}
