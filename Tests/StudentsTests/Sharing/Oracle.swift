import Foundation
import Students
import Vocabulary

/// The sharing decision a second time, written as tables from the law and the guidance and sharing no code with the
/// rule: both must say the same for every combination of facts.
struct Oracle {
    enum Says { case yes, no, both, nothing }

    /// What stands on record from the student.
    enum OwnRecord: CaseIterable {
        case none, yes, yesToOther, no, withdrawn, expired, lapsedCrisis, reaffirmedCrisis, invalidYes, otherTeam
        case otherEpisode, noOfOtherEpisode, noOfEpisodeLongAgo, noToOtherTrust, takenBackElsewhere, yesThenNo,
            noThenYes, yesAndNoAtOnce, noThenLapsed

        var says: Says {
            switch self {
            case .none, .expired, .lapsedCrisis, .invalidYes, .otherTeam, .otherEpisode: .nothing
            case .noOfEpisodeLongAgo, .noToOtherTrust: .nothing
            case .noOfOtherEpisode, .takenBackElsewhere: .no
            case .yes, .reaffirmedCrisis, .noThenYes: .yes
            case .no, .withdrawn, .yesThenNo, .yesToOther, .noThenLapsed: .no
            case .yesAndNoAtOnce: .both
            }
        }
    }

    enum Now: CaseIterable { case notAskedYet, couldNotBeAsked, yes, yesToOther, no }

    enum Others: CaseIterable {
        case none, parentYes, parentNo, parentsDisagree, attorneyYes, attorneyNo

        func says(age: Int, able: Bool) -> Says {
            switch self {
            case .none: .nothing
            case .parentYes: age < 16 ? .yes : .nothing
            case .parentNo: age < 16 ? .no : .nothing
            case .parentsDisagree: age < 16 ? .both : .nothing
            case .attorneyYes: able ? .nothing : .yes
            case .attorneyNo: able ? .nothing : .no
            }
        }
    }

    enum Reasons: CaseIterable { case none, half, full, fullCannotBeGiven }
    enum Who: CaseIterable { case clinician, lead, foreignLead }

    var record: OwnRecord
    var now: Now
    var others: Others
    var capacity: Capacity
    var age: Int
    var atRisk: Judgement
    var riskToOthers: Judgement
    var reasons: Reasons
    var who: Who

    enum Answer: Equatable {
        case share(SharingBasis)
        case not(SharingBar)
        case ask(Role)
    }

    private var able: Bool {
        switch (capacity, age) {
        case (.has, _): true
        case (.notAssessed, 16...): true
        default: false
        }
    }

    private var says: Says {
        if able, now == .yes { return .yes }
        if able, now == .no || now == .yesToOther { return .no }
        return record.says == .nothing ? others.says(age: age, able: able) : record.says
    }

    var answer: Answer {
        let mayProtect = age < 18 || atRisk != .no || riskToOthers == .yes
        switch says {
        case .yes where now == .no: return mayProtect ? unasked : .not(.noGround)
        case .yes: return .share(.consent)
        case .no where reasons == .none || !mayProtect: return .not(.refused)
        case .no: return against
        case .both: return mayProtect ? against : .not(.noGround)
        case .nothing where mayProtect: return unasked
        case .nothing: return now == .notAskedYet ? .ask(.clinician) : .not(.noGround)
        }
    }

    /// Nobody said no who could: clinician or lead of the sender, every limb answered and true.
    private var unasked: Answer {
        limbsHold && who != .foreignLead ? .share(.safeguarding) : .ask(.clinician)
    }

    private var against: Answer {
        guard limbsHold, who == .lead else { return .ask(.informationGovernanceLead) }
        return .share(riskToOthers == .yes ? .protectingOthers : .refusalSetAside)
    }

    private var limbsHold: Bool {
        let riskIsKnown = age < 18 || atRisk == .yes || riskToOthers == .yes
        switch reasons {
        case .none, .half: return false
        case .full: return riskIsKnown
        case .fullCannotBeGiven: return riskIsKnown && (!able || now == .couldNotBeAsked)
        }
    }
}
