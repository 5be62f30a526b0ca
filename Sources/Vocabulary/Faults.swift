/// One thing wrong with one field of what a person entered.
public struct FieldFault: Hashable, Sendable {
    /// The name of the form field, so that the page can put the message beside it.
    public let field: String
    /// What is wrong and how to mend it, in plain words.
    public let message: String

    public init(_ field: String, _ message: String) {
        (self.field, self.message) = (field, message)
    }
}

/// What a person entered cannot be accepted; every fault is told at once.
public struct InvalidInput: Error, Equatable, Sendable {
    public var faults: [FieldFault]

    public init(_ faults: [FieldFault]) { self.faults = faults }

    public init(_ field: String, _ message: String) { faults = [FieldFault(field, message)] }
}

/// What was asked for does not exist, or the caller may not know that it does: the two are never told apart.
public struct NotFound: Error, Equatable, Sendable {
    /// The kind of thing, for the log; never an identity.
    public let what: String

    public init(_ what: String) { self.what = what }
}

/// Somebody else was first, or what the caller saw is no longer so. The message says who, or what changed.
public struct Conflict: Error, Equatable, Sendable {
    public let message: String

    public init(_ message: String) { self.message = message }
}

/// The caller is known but may not do this.
public struct Forbidden: Error, Equatable, Sendable {
    public let permission: String

    public init(_ permission: String) { self.permission = permission }
}
