import Exchange

/// Whom a student can ask, with a number to tap.
struct ContactLine: Sendable {
    /// `Student Wellbeing, University of Leeds`
    let name: String
    let telephone: Link?
    let email: Link?
    /// Nothing of either is in the directory.
    let isSilent: Bool

    init(_ contact: TeamContact) {
        (name, telephone) = (contact.name, .telephone(contact.telephone))
        email = contact.email.map { Link($0, "mailto:\($0)") }
        isSilent = telephone == nil && email == nil
    }
}
