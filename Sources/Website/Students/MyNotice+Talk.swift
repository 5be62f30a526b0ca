import Exchange
import Foundation
import Vocabulary

extension MyNotice.Asked {
    /// - Parameter isOpen: whether anybody is still to answer.
    init(_ request: ExchangeRecord.Request, isOpen: Bool, at now: Date) {
        what = [request.kind.studentTitle, request.detail].compactMap(\.self).joined(separator: ": ")
        guard let given = request.answer else {
            answer = isOpen ? "Not answered yet" : "No longer asked for"
            return
        }
        let when = UKTime.short(given.stamp.at, now: now)
        answer =
            given.accepted
            ? "Yes, on \(when)" : "No, on \(when)" + (given.reason.map { ": \($0)" } ?? "")
    }
}

extension ExchangeAboutMe.Talk {
    /// `Maya Cole, University of Leeds, wrote a message on Fri 20 Nov, 23:40`
    func sentence(at now: Date) -> String {
        let who = [name, organisation].compactMap(\.self).joined(separator: ", ")
        let what =
            switch kind {
            case .message: "wrote a message"
            case .call: "told the other side by telephone"
            case .unansweredCall: "phoned the other side and reached nobody"
            }
        return "\(who), \(what) on \(UKTime.short(at, now: now))"
    }
}
