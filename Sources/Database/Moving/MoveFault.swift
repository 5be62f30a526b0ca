import Vocabulary

/// Why a move stopped, or why nobody is served by what a move has left; in words for the operator.
public enum MoveFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The other database has been used since; nothing is overwritten.
    case inhabited(table: String)
    case differs(table: String, here: Int, there: Int)
    /// A move to this database has begun and not ended.
    case unfinished
    /// The installation moved away from this database on that day.
    case left(on: CalendarDate)
    /// Nothing has moved away from this database, so it cannot be taken back.
    case notLeft
    /// Nothing is in the PostgreSQL that is set, and there is an installation in this file beside it.
    case emptyBeside(file: String)

    public var description: String {
        switch self {
        case .inhabited(let table):
            "The other database already holds rows in “\(table)” that are not from here. Begin with an empty one."
        case .differs(let table, let here, let there):
            "“\(table)” is not the same on both sides (\(here) rows here, \(there) there). Begin again with an empty one."
        case .unfinished:
            """
            A move to this database has begun and not ended: it holds only a part. Run footbridge move again, which goes on \
            where it stopped.
            """
        case .left(let day):
            """
            This installation moved to PostgreSQL on \(day.spoken), and the SQLite file is what it left behind. \
            FOOTBRIDGE_POSTGRESQL has to name the database that it moved to. To go back to the file as it was, and lose \
            what was written since: footbridge move --back.
            """
        case .notLeft: "The SQLite file is in service: nothing has moved away from it."
        case .emptyBeside(let file):
            """
            The PostgreSQL database that is set is empty, and there is an installation in \(file). footbridge move \
            brings it over; where it has moved already, FOOTBRIDGE_POSTGRESQL names another database than the one it moved \
            to. To begin a new installation, take the file out of the data folder.
            """
        }
    }
}
