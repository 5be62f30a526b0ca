import Vocabulary

/// Something in a message that is not as FHIR wants it. It never says what the message says, only where.
public struct Fault: Sendable, Hashable {
    public enum Severity: String, Sendable { case fatal, error, warning, information }

    public let severity: Severity
    public let code: IssueType
    /// Where in the resource, in FHIRPath; `nil` when it is not known which resource this is.
    public let expression: String?
    /// What is wrong, in plain words.
    public let diagnostics: String
    /// Where in the text.
    public let position: JSONText.Position

    public init(
        _ severity: Severity, _ code: IssueType, at expression: String?, _ diagnostics: String,
        position: JSONText.Position = .none
    ) {
        (self.severity, self.code, self.expression) = (severity, code, expression)
        (self.diagnostics, self.position) = (diagnostics, position)
    }

    /// Whether the message cannot be accepted because of it.
    public var isGrave: Bool { severity == .fatal || severity == .error }
}

extension Fault {
    /// The fault that a text has which is not JSON.
    public init(_ refusal: JSONText.Refusal) {
        self.init(
            .fatal, refusal.reason == .tooLarge || refusal.reason == .tooDeep ? .tooLong : .structure, at: nil,
            refusal.reason.rawValue, position: refusal.position)
    }
}

/// http://hl7.org/fhir/R4/valueset-issue-type.html
public enum IssueType: String, Sendable, CaseIterable {
    case invalid, structure, required, value, invariant, security, login, unknown, expired, forbidden, suppressed
    case processing, duplicate, deleted, `extension`, conflict, transient, timeout, throttled, exception
    case notSupported = "not-supported"
    case multipleMatches = "multiple-matches"
    case notFound = "not-found"
    case tooLong = "too-long"
    case codeInvalid = "code-invalid"
    case tooCostly = "too-costly"
    case businessRule = "business-rule"
    case lockError = "lock-error"
    case noStore = "no-store"
    case incomplete, informational
}
