import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("What may follow what")
struct TableTests {
    /// The whole life of an exchange: for each event, the statuses it may follow and where it leads.
    /// Whatever is not written here is refused.
    static let table: [(ExchangeEvent.Kind, [ExchangeStatus: ExchangeStatus])] = [
        (.drafted, [.unsent: .drafted]),
        (.sent, [.unsent: .sent, .drafted: .sent]),
        (
            .opened,
            [
                .sent: .opened, .opened: .opened, .acknowledged: .acknowledged, .closed: .closed, .declined: .declined,
            ]
        ),
        (
            .looked,
            [
                .sent: .sent, .opened: .opened, .acknowledged: .acknowledged, .closed: .closed, .declined: .declined,
            ]
        ),
        (.acknowledged, [.opened: .acknowledged]),
        (.callRecorded, [.sent: .acknowledged, .opened: .acknowledged, .acknowledged: .acknowledged]),
        (.callTried, [.sent: .sent, .opened: .opened, .acknowledged: .acknowledged]),
        (.givenBack, [.sent: .sent, .opened: .opened, .acknowledged: .acknowledged]),
        (.taken, [.acknowledged: .acknowledged]),
        (.contactTried, [.acknowledged: .acknowledged]),
        (.studentContacted, [.acknowledged: .acknowledged]),
        (.requestAccepted, [.acknowledged: .acknowledged]),
        (.requestDeclined, [.acknowledged: .acknowledged]),
        (.holdingAccepted, [.acknowledged: .acknowledged]),
        (.handedOn, [.acknowledged: .sent]),
        (.declined, [.opened: .declined, .acknowledged: .declined]),
        (.closed, [.sent: .closed, .opened: .closed, .acknowledged: .closed]),
        (.reopened, [.closed: .acknowledged, .declined: .opened]),
        (.recalled, [.sent: .recalled]),
        (
            .enteredInError,
            [
                .sent: .enteredInError, .opened: .enteredInError, .acknowledged: .enteredInError,
                .closed: .enteredInError, .declined: .enteredInError,
            ]
        ),
        (
            .consentWithdrawn,
            [
                .sent: .sent, .opened: .opened, .acknowledged: .acknowledged, .closed: .closed, .declined: .declined,
            ]
        ),
        (.reminded, [.sent: .sent, .opened: .opened, .acknowledged: .acknowledged]),
        (.deputyTold, [.sent: .sent, .opened: .opened, .acknowledged: .acknowledged]),
        (.managerTold, [.sent: .sent, .opened: .opened, .acknowledged: .acknowledged]),
        (.senderTold, [.sent: .sent, .opened: .opened, .acknowledged: .acknowledged]),
    ]

    @Test("the table names every event, once")
    func complete() {
        #expect(Set(Self.table.map(\.0)) == Set(ExchangeEvent.Kind.allCases))
        #expect(Self.table.count == ExchangeEvent.Kind.allCases.count)
    }

    @Test("each event leads where the table says, and nowhere else", arguments: table)
    func transitions(kind: ExchangeEvent.Kind, allowed: [ExchangeStatus: ExchangeStatus]) {
        for status in ExchangeStatus.allCases {
            #expect(status.following(kind) == allowed[status], "\(status) × \(kind)")
        }
    }

    @Test("whatever is refused is refused with a reason in words", arguments: ExchangeStatus.allCases)
    func reasons(status: ExchangeStatus) {
        for kind in ExchangeEvent.Kind.allCases where status.following(kind) == nil {
            let reason = status.refusal(of: kind)
            #expect(reason.hasSuffix(".") && reason.count > 12, "\(status) × \(kind): \(reason)")
        }
    }

    @Test("what has ended takes no event that would make somebody owe something, except a reopening")
    func ends() {
        for status in ExchangeStatus.allCases where status.isEnded {
            for kind in ExchangeEvent.Kind.allCases where kind != .reopened {
                #expect(status.following(kind)?.isLive != true, "\(status) × \(kind)")
            }
        }
    }

    @Test("an exchange that was recalled or entered in error never comes back")
    func final() {
        for kind in ExchangeEvent.Kind.allCases {
            #expect(ExchangeStatus.recalled.following(kind) == nil)
            #expect(ExchangeStatus.enteredInError.following(kind) == nil)
        }
    }
}
