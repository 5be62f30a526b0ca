import Directory

extension Team {
    /// The page of the service, as its people would write it.
    var text: ServiceText {
        switch self {
        case .leedsWellbeing:
            ServiceText(
                kind: .wellbeing, name: "Student Wellbeing",
                offer:
                    "Any student of the University of Leeds: a first talk, short support, and help to reach the NHS.",
                limits: "No therapy beyond six sessions, no diagnosis, no medication. Not an emergency service.",
                waiting: "A first talk within two working days; the same day when a clinician asks for it.",
                howToRefer: "Clinicians: send a notice here. Students: book on the website or come to the desk.",
                telephone: "0113 496 0110", outOfHoursTelephone: "0113 496 0199",
                outOfHoursNote: "Campus security answers day and night, and can visit halls."
            )
        case .leedsDisability:
            ServiceText(
                kind: .disability, name: "Disability Services",
                offer: "Adjustments to study and exams, and help with the Disabled Students’ Allowance.",
                limits: "No crisis support.", waiting: "About three weeks; a week when studies are at risk.",
                howToRefer: "Through Student Wellbeing, or by the student.", telephone: "0113 496 0120",
                outOfHoursNote: "Closed in the evening; Student Wellbeing says who else can help."
            )
        case .beckettWellbeing:
            ServiceText(
                kind: .wellbeing, name: "Student Wellbeing and Counselling",
                offer: "Students of Leeds Beckett: mental health advisers, counselling, and a drop-in each morning.",
                limits: "No long-term therapy. Advisers do not visit private homes.",
                waiting: "Drop-in the same day; counselling about three weeks.",
                howToRefer: "Clinicians: send a notice here.", telephone: "0113 496 0210",
                outOfHoursTelephone: "0113 496 0299",
                outOfHoursNote: "Security answers and can reach the on-call manager."
            )
        case .artsSupport:
            ServiceText(
                kind: .wellbeing, name: "Student Support",
                offer: "Students of Leeds Arts University: a small team that knows most of them by name.",
                limits: "Two people, four days a week. No counselling on Fridays.", waiting: "Within the week.",
                howToRefer: "Send a notice here, and phone if it cannot wait.", telephone: "0113 496 0310",
                outOfHoursNote: "Nobody answers at night: the student is told to call 111, mental health option."
            )
        case .trinitySupport:
            ServiceText(
                kind: .wellbeing, name: "Student Support",
                offer: "Students of Leeds Trinity University: advice, a mental health adviser, and a chaplaincy.",
                limits: "Nobody on campus at weekends.", waiting: "Within three working days.",
                howToRefer: "Send a notice here.", telephone: "0113 496 0610",
                outOfHoursNote: "The campus porter answers at night and can call the warden."
            )
        case .liaison:
            ServiceText(
                kind: .emergencyLiaison, name: "A&E liaison, St James’s and the Infirmary",
                offer: "Mental health assessment for everybody who comes to either emergency department.",
                limits: "No follow-up after the patient has left.",
                waiting: "Seen within an hour of being referred by A&E.",
                howToRefer: "By the emergency department.", telephone: "0113 496 0410"
            )
        case .crisis:
            ServiceText(
                kind: .crisisTeam, name: "Crisis Resolution and Intensive Support",
                offer: "Care at home, day and night, for people who would otherwise be in hospital.",
                limits: "Leeds addresses only.", waiting: "Within four hours in an emergency.",
                howToRefer: "By professionals, by telephone.", telephone: "0113 496 0510"
            )
        case .ward:
            ServiceText(
                kind: .ward, name: "Ward 4, Becklin Centre", offer: "Acute inpatient care for adults.",
                limits: "Through the crisis team only.", howToRefer: "Through the crisis team.",
                telephone: "0113 496 0540"
            )
        }
    }
}
