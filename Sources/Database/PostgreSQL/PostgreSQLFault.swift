/// What PostgreSQL said was wrong, before it is told to anybody.
struct PostgreSQLFault: Error {
    /// Five characters (PostgreSQL 15 manual, appendix A); empty where the connection itself broke.
    let state: String
    /// The primary message. Detail and hint can hold values, and are not read.
    let message: String
    /// Which function of the server refused. Unlike the message it is the same in every language.
    var routine = ""

    static let connectionLost = PostgreSQLFault(state: "", message: "the connection to the database was lost")

    /// The server is gone, going, or not yet (or no longer) one that takes writes.
    var isConnectionLost: Bool {
        state.isEmpty || state.hasPrefix("08")
            || ["57P01", "57P02", "57P03", "57P05", "25006", "25P03"].contains(state)
    }

    /// Another transaction got in between: nothing is wrong, and the write is run again.
    var isCrossed: Bool { state == "40001" || state == "40P01" }

    /// The columns of a table changed after a statement on it was prepared: nothing is wrong, and what it belongs to is run
    /// again on a connection that has prepared nothing.
    var isPreparedBeforeChange: Bool { state == "0A000" && routine == "RevalidateCachedQuery" }

    /// A column that must hold something was left empty.
    var isValueMissing: Bool { state == "23502" }

    var told: DatabaseFault {
        switch state.prefix(2) {
        case "23": .notUnique(message)
        case "": .notStored(message)
        case "55" where state == "55P03": .inUse("A write that began before has not ended yet. Try again in a minute.")
        case "22": .other("a value does not fit its column (\(state))")
        case "08", "25", "40", "53", "57", "58": .notStored(message)
        default: .other("\(message) (\(state))")
        }
    }
}
