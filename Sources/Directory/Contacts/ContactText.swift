import Foundation
import Vocabulary

/// What a manager types about a contact point.
public struct ContactPointText: Sendable, Hashable {
    public var purpose: ExchangePurpose
    public var email: String
    public var telephone: String
    /// How often somebody must say that it is still right, in days: 7 to 366.
    public var verifyEveryDays: Int

    public init(
        purpose: ExchangePurpose, email: String = "", telephone: String = "", verifyEveryDays: Int = 90
    ) {
        (self.purpose, self.email, self.telephone) = (purpose, email, telephone)
        self.verifyEveryDays = verifyEveryDays
    }

    public init(_ point: ContactPoint) {
        self.init(
            purpose: point.purpose, email: point.email ?? "", telephone: point.telephone ?? "",
            verifyEveryDays: point.verifyEveryDays
        )
    }

    func checked() throws(InvalidInput) -> ContactPointText {
        var faults = FaultList()
        var kept = self
        kept.email = faults.email(email, "email")
        kept.telephone = faults.telephone(telephone, "telephone")
        if !(7...366).contains(verifyEveryDays) {
            faults.add("verifyEveryDays", "Enter how many days may pass between checks, from 7 to 366.")
        }
        try faults.throwAny()
        return kept
    }
}

/// What a manager types about a person who holds a contact point or deputises.
public struct HolderText: Sendable, Hashable {
    public var accountID: AccountID?
    public var name: String
    public var jobTitle: String
    public var email: String
    public var telephone: String

    public init(
        accountID: AccountID? = nil, name: String, jobTitle: String = "", email: String = "", telephone: String = ""
    ) {
        (self.accountID, self.name, self.jobTitle) = (accountID, name, jobTitle)
        (self.email, self.telephone) = (email, telephone)
    }

    func checked() throws(InvalidInput) -> HolderText {
        var faults = FaultList()
        var kept = self
        kept.name = faults.gather(name) { () throws(InvalidInput) in
            try TypedText.required(name, field: "name", called: "the name of the person", most: 120)
        }
        kept.jobTitle = faults.gather(jobTitle) { () throws(InvalidInput) in
            try TypedText.optional(jobTitle, field: "jobTitle", called: "the job title", most: 120) ?? ""
        }
        kept.email = faults.email(email, "email")
        kept.telephone = faults.telephone(telephone, "telephone")
        if accountID == nil, kept.email.isEmpty, kept.telephone.isEmpty, faults.faults.isEmpty {
            faults.add("email", "Enter an e-mail address or a telephone number, so that they can be told.")
        }
        try faults.throwAny()
        return kept
    }
}
