import Exchange
import Foundation
import Vocabulary

extension MyNotice.Asked {
    init(_ request: ExchangeRecord.Request, at now: Date) {
        what = [request.kind.title, request.detail].compactMap(\.self).joined(separator: ": ")
        guard let given = request.answer else {
            answer = "Not answered yet"
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

extension TeamContact {
    /// `Student Wellbeing, University of Leeds: telephone 0113 243 2799, e-mail wellbeing@leeds.example.`
    var sentence: String {
        let ways = [telephone.map { "telephone \($0)" }, email.map { "e-mail \($0)" }].compactMap(\.self)
        return ways.isEmpty
            ? "\(name) (ask at its reception or on its website: no number is in the directory)."
            : "\(name): \(ways.joined(separator: ", "))."
    }
}
