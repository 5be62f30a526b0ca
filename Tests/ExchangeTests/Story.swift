import Directory
import Foundation
import Testing
import TestSupport
import Vocabulary

@testable import Exchange

/// An exchange told event by event, without a database: who did what, and how long after it was sent.
struct Story {
    static let sentAt = TestTime.mondayMorning
    let trust = OrganisationID(at: sentAt)
    let university = OrganisationID(at: sentAt)
    let team = ServiceID(at: sentAt)
    let nurse = AccountID(at: sentAt)
    let sam = AccountID(at: sentAt)
    let ana = AccountID(at: sentAt)
    let requests: [ExchangeEvent.AskedRequest]
    var urgency = Urgency.within48Hours
    var byPhone = false
    private(set) var state = ExchangeState()
    private(set) var events: [ExchangeEvent] = []

    init(_ kinds: [RequestKind] = [.checkInWithin48Hours], urgency: Urgency = .within48Hours, byPhone: Bool = false) {
        requests = kinds.map { .init(id: ExchangeRequestID(at: Self.sentAt), kind: $0) }
        (self.urgency, self.byPhone) = (urgency, byPhone)
    }

    /// Whoever does it: the nurse for the sender, Sam for the recipient, Footbridge for the ladder.
    mutating func then(
        _ kind: ExchangeEvent.Kind, after seconds: TimeInterval = 0, by account: AccountID? = nil,
        words: ExchangeEvent.Words = .init(), _ fill: (inout ExchangeEvent.Detail) -> Void = { _ in }
    ) throws {
        var detail = ExchangeEvent.Detail()
        fill(&detail)
        let (who, organisation) = actor(of: kind)
        let event = ExchangeEvent(
            kind, at: Self.sentAt + seconds, accountID: account ?? who, organisationID: organisation, detail: detail,
            words: words
        )
        state = try state.applying(event)
        events.append(event)
    }

    mutating func send() throws {
        let (urgency, service, recipient, requests) = (urgency, byPhone ? nil : team, university, requests)
        try then(.sent) { detail in
            (detail.urgency, detail.serviceID, detail.recipientOrganisationID) = (urgency, service, recipient)
            detail.requests = requests
            detail.deadlines = .promised(
                urgency, requests: requests.map(\.kind), askedAt: Self.sentAt, calendar: .office(.england)
            )
        }
    }

    mutating func acknowledge() throws {
        try send()
        try then(.opened, after: 60)
        try then(.acknowledged, after: 120)
    }

    mutating func answerAll(accepting: Bool = true) throws {
        for request in requests {
            try then(accepting ? .requestAccepted : .requestDeclined, after: 180, words: .init(text: "as agreed")) {
                $0.requestID = request.id
            }
        }
    }

    private func actor(of kind: ExchangeEvent.Kind) -> (AccountID?, OrganisationID?) {
        switch kind {
        case .drafted, .sent, .recalled, .enteredInError, .callRecorded, .callTried: (nurse, trust)
        case .reminded, .deputyTold, .managerTold, .senderTold: (nil, nil)
        default: (sam, university)
        }
    }
}
