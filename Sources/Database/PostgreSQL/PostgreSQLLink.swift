import Foundation

/// The connection of one thread, made again when it breaks.
final class PostgreSQLLink {
    private let address: PostgreSQLAddress
    private let patience: PostgreSQLPatience
    private let settings: [SQL]
    private let meter: ConnectionMeter?
    private var connection: PostgreSQLConnection?
    private var state = ConnectionState.unopened {
        didSet { meter?.moved(from: oldValue, to: state) }
    }

    /// - Parameters:
    ///   - settings: what each connection is told first, beside what all are told.
    ///   - meter: where it is counted.
    init(
        _ address: PostgreSQLAddress, _ patience: PostgreSQLPatience, settings: [SQL] = [],
        meter: ConnectionMeter? = nil
    ) {
        (self.address, self.patience, self.settings, self.meter) = (address, patience, settings, meter)
    }

    /// The connection, where there is one that holds.
    var current: PostgreSQLConnection? {
        guard let connection, !connection.isBroken else { return nil }
        return connection
    }

    /// The connection, made where there is none.
    func connected() throws -> PostgreSQLConnection {
        if let current { return current }
        let made = try PostgreSQLConnection(address)
        for setting in ["SET idle_in_transaction_session_timeout = '60s'"] + settings { try made.post(setting) }
        try made.settle()
        (connection, state) = (made, .busy)
        return made
    }

    func drop() { (connection, state) = (nil, .lost) }

    /// Does `body`, again and again with growing pauses while the server cannot be reached, and anew on another connection
    /// where a table was changed under what this one has prepared.
    /// - Throws: what `body` throws; the connection's fault once the patience has ended.
    func trying<T>(for seconds: TimeInterval, _ body: (PostgreSQLConnection) throws -> T) throws -> T {
        try trying(until: .now + .seconds(seconds), body)
    }

    /// As `trying(for:)`, until a moment.
    func trying<T>(until end: ContinuousClock.Instant, _ body: (PostgreSQLConnection) throws -> T) throws -> T {
        var pause = patience.firstPause
        if current != nil { state = .busy }
        defer { state = current == nil ? .lost : .idle }
        while true {
            do { return try body(try connected()) } catch let fault as PostgreSQLFault
                where fault.isConnectionLost || fault.isPreparedBeforeChange
            {
                drop()
                if ContinuousClock.now >= end { throw fault }
            }
            Thread.sleep(forTimeInterval: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, patience.longestPause)
        }
    }
}

/// How long what is asked of a database waits while no server takes it, in seconds.
public struct PostgreSQLPatience: Sendable {
    /// A read, or a write that has certainly not been kept.
    public var asking: TimeInterval
    /// A write whose commit was under way when the connection broke.
    public var resolving: TimeInterval
    var firstPause: TimeInterval = 0.05
    var longestPause: TimeInterval = 1

    /// Longer than a fail-over takes, and no longer than a person waits for a page.
    public static let standard = PostgreSQLPatience(asking: 25, resolving: 60)

    public init(asking: TimeInterval, resolving: TimeInterval) {
        (self.asking, self.resolving) = (asking, resolving)
    }
}
