import Synchronization

/// What was read while one request was answered, one value of each type.
final class VisitMemory: Sendable {
    private let values = Mutex<[ObjectIdentifier: any Sendable]>([:])

    func value<T: Sendable>() -> T? { values.withLock { $0[ObjectIdentifier(T.self)] as? T } }

    func keep<T: Sendable>(_ value: T) { values.withLock { $0[ObjectIdentifier(T.self)] = value } }
}
