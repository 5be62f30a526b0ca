import Vocabulary

/// Gathers the faults of a form, so that all are told at once.
struct FaultList {
    private(set) var faults: [FieldFault] = []

    /// The value, or `nil` with its faults noted.
    mutating func take<T>(_ value: @autoclosure () throws(InvalidInput) -> T) -> T? {
        do throws(InvalidInput) { return try value() } catch {
            faults += error.faults
            return nil
        }
    }

    mutating func add(_ field: String, _ message: String) { faults.append(FieldFault(field, message)) }

    /// The chosen answer, or a fault asking for one.
    mutating func chosen<T>(_ value: T?, _ field: String, _ message: String) -> T? {
        if value == nil { add(field, message) }
        return value
    }

    func finish() throws(InvalidInput) {
        guard faults.isEmpty else { throw InvalidInput(faults) }
    }
}
