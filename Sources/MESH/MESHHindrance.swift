/// Why something does not leave by MESH, which was not asked. The words are for the operator.
enum MESHHindrance: Error, Equatable, CustomStringConvertible {
    case nothingLeft, nobodyLeft
    /// A manager named the mailbox, and the operator has not confirmed it yet.
    case unconfirmed

    var description: String {
        switch self {
        case .nothingLeft: "There is nothing to send any more."
        case .nobodyLeft: "The record system has no mailbox any more."
        case .unconfirmed: "The mailbox of the record system is not confirmed."
        }
    }

    /// Whether trying again cannot help.
    var isLasting: Bool { self != .unconfirmed }
}
