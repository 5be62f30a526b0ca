import Vocabulary

/// Somebody who works in one of the organisations. All of them are invented.
struct CastMember: Sendable, Hashable {
    let name: String
    let jobTitle: String
    let role: Role
    let place: Place?
    /// `nil` for a role that is held in all of the organisation.
    let team: Team?
    /// What to look at as this person; only who has something is offered on the sign-in page.
    let lookAt: String?

    init(_ name: String, _ jobTitle: String, _ role: Role, _ place: Place?, _ team: Team? = nil, lookAt: String? = nil)
    {
        (self.name, self.jobTitle, self.role, self.place) = (name, jobTitle, role, place)
        (self.team, self.lookAt) = (team, lookAt)
    }

    init(_ name: String, _ jobTitle: String, _ role: Role, _ team: Team, lookAt: String? = nil) {
        self.init(name, jobTitle, role, team.place, team, lookAt: lookAt)
    }

    var email: String {
        let parts = name.lowercased().split(whereSeparator: { !$0.isLetter }).filter { $0 != "dr" }
        return "\(parts.joined(separator: "."))@\(place?.domain ?? "footbridge.example")"
    }
}

extension CastMember {
    // Leeds Teaching Hospitals
    static let tomOkafor = CastMember(
        "Tom Okafor", "Liaison psychiatrist", .clinician, .liaison,
        lookAt:
            "Tell a university about a student in A&E: six short pages. No lead has answered him in time about another."
    )
    static let sunitaRao = CastMember(
        "Sunita Rao", "Mental health liaison nurse", .clinician, .liaison,
        lookAt: "On duty after Tom: what universities have answered to the team."
    )
    static let margaretDoyle = CastMember(
        "Margaret Doyle", "Liaison service manager", .serviceManager, .teachingHospitals,
        lookAt: "The sender’s ledger: what no university answered."
    )
    static let helenWhitaker = CastMember(
        "Helen Whitaker", "Caldicott guardian", .informationGovernanceLead, .teachingHospitals,
        lookAt: "Decide about sharing without consent; see who looked at what."
    )

    // Leeds and York Partnership
    static let jamalHussain = CastMember(
        "Jamal Hussain", "Crisis practitioner", .clinician, .crisis,
        lookAt: "What the record system handed in waits for a person; a crisis team’s notices."
    )
    static let agnieszkaNowak = CastMember("Agnieszka Nowak", "Crisis practitioner", .clinician, .crisis)
    static let bronwenPrice = CastMember(
        "Bronwen Price", "Ward sister", .clinician, .ward, lookAt: "A discharge, with its checklist."
    )
    static let peterLindqvist = CastMember(
        "Peter Lindqvist", "Acute services manager", .serviceManager, .partnershipTrust,
        lookAt: "The trust’s record system: what it may do, and what may go at once."
    )
    static let amaraNwosu = CastMember(
        "Amara Nwosu", "Caldicott guardian", .informationGovernanceLead, .partnershipTrust)

    // University of Leeds
    static let priyaShah = CastMember(
        "Priya Shah", "Mental health adviser", .practitioner, .leedsWellbeing,
        lookAt: "The inbox: acknowledge, reach the student, report back, close."
    )
    static let danielMensah = CastMember("Daniel Mensah", "Mental health adviser", .practitioner, .leedsWellbeing)
    static let lauraKeane = CastMember("Laura Keane", "Disability adviser", .practitioner, .leedsDisability)
    static let ruthAlderson = CastMember(
        "Ruth Alderson", "Head of Student Wellbeing", .serviceManager, .leeds,
        lookAt: "The ledger, the team’s contact points and service pages."
    )
    static let callumFraser = CastMember(
        "Callum Fraser", "Data protection officer", .informationGovernanceLead, .leeds,
        lookAt: "How long is kept, what may be removed, and what is on hold."
    )
    static let fionaMacLeod = CastMember("Fiona MacLeod", "Partnership lead", .partnershipLead, .leeds)
    static let yukiTanaka = CastMember("Yuki Tanaka", "Student mentor", .mentor, .leeds)

    // Leeds Beckett University
    static let graceAdeyemi = CastMember(
        "Grace Adeyemi", "Mental health adviser", .practitioner, .beckettWellbeing,
        lookAt: "Holds the contact point, and leaves this Friday."
    )
    static let benHartley = CastMember(
        "Ben Hartley", "Counsellor", .practitioner, .beckettWellbeing,
        lookAt: "Is asked to take over from Grace; his calendar hears what is due."
    )
    static let nadiaKarim = CastMember(
        "Nadia Karim", "Wellbeing manager", .serviceManager, .beckett,
        lookAt: "The university’s own system: what it heard, and what never reached it."
    )
    static let owenRhys = CastMember("Owen Rhys", "Data protection officer", .informationGovernanceLead, .beckett)

    // Leeds Arts University
    static let lucaMoretti = CastMember("Luca Moretti", "Student support officer", .practitioner, .artsSupport)
    static let sarahJessop = CastMember(
        "Sarah Jessop", "Head of Student Support", .serviceManager, .arts,
        lookAt: "A contact point that nobody verified lately: put it right."
    )

    // Leeds Trinity University
    static let annaKowalczyk = CastMember(
        "Anna Kowalczyk", "Mental health adviser", .practitioner, .trinitySupport)
    static let garethLlewellyn = CastMember(
        "Gareth Llewellyn", "Head of Student Support", .serviceManager, .trinity,
        lookAt: "A contact point whose e-mails come back: put it right."
    )

    // Programme and installation
    static let joanPetrie = CastMember("Joan Petrie", "Facilitator", .facilitator, .partnershipTrust)
    static let samWhitlock = CastMember(
        "Sam Whitlock", "Operator", .operator, nil,
        lookAt: "Runs the place: letters that never arrived, and no student’s record."
    )

    static let all: [CastMember] = [
        tomOkafor, sunitaRao, margaretDoyle, helenWhitaker, jamalHussain, agnieszkaNowak, bronwenPrice, peterLindqvist,
        amaraNwosu, priyaShah, danielMensah, lauraKeane, ruthAlderson, callumFraser, fionaMacLeod, yukiTanaka,
        graceAdeyemi, benHartley, nadiaKarim, owenRhys, lucaMoretti, sarahJessop, annaKowalczyk, garethLlewellyn,
        joanPetrie, samWhitlock,
    ]
}
