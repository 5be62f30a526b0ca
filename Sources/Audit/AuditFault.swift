/// The first thing that is wrong with the record.
public enum AuditFault: Error, Equatable, Sendable {
    /// The content of an entry is not what it was when it was written, or when it was sealed.
    case changed(entry: Int)
    case missing(entry: Int)
    /// An entry stands where the seal says that there was none.
    case insertedLate(entry: Int)
    /// An entry of an older version does not carry the hash of the one before it.
    case unchained(entry: Int)
    /// The seal with this number does not continue the one before it: one was removed, or this one was changed.
    case unfollowing(seal: Int)
    case signatureWrong(seal: Int)
    /// Signed with a key that is not in the key ring.
    case unknownKey(seal: Int, name: String)
    /// A seal that was written down elsewhere is not there.
    case takenOff(seal: Int)
    /// There is another one in the place of a seal that was written down elsewhere.
    case anotherSeal(seal: Int)
    /// No single entry can be told, yet together they are not what was sealed.
    case rootWrong(seal: Int, from: Int, to: Int)
}

/// After "The record is broken: ".
extension AuditFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .changed(let entry): "entry \(entry) was changed after it was written"
        case .missing(let entry): "entry \(entry) is missing"
        case .insertedLate(let entry): "entry \(entry) was inserted late, into a range that was sealed without it"
        case .unchained(let entry): "entry \(entry) does not follow the entry before it"
        case .unfollowing(let seal): "seal \(seal) does not follow the seal before it"
        case .signatureWrong(let seal): "seal \(seal) has a wrong signature"
        case .unknownKey(let seal, let name):
            "seal \(seal) is signed with the key \(name), which is not in the key ring"
        case .takenOff(let seal): "seal \(seal), which was written down, is not there: the end was taken off"
        case .anotherSeal(let seal): "seal \(seal) is not the one that was written down"
        case .rootWrong(let seal, let from, let to): "seal \(seal) does not fit the entries \(from) to \(to)"
        }
    }
}
