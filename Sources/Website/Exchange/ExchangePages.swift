import Exchange
import Foundation
import Vocabulary

/// One exchange, for both sides: what was told, who holds the student, and everything that can be done.
public struct ExchangePages: Feature {
    let exchanges: ExchangeStore

    public init(exchanges: ExchangeStore) { self.exchanges = exchanges }

    public func routes(_ site: inout RouteTable) {
        site.get("/exchanges/:id", needs: .readExchange) { visit in try await show(visit) }
        for action in ExchangeAction.allCases {
            site.post("/exchanges/:id/\(action.noun)", needs: action.permission) { visit in
                try await carryOut(action, visit)
            }
        }
        site.post("/exchanges/:id/requests/:request/answer", needs: .readExchange, answer)
    }

    private func carryOut(_ action: ExchangeAction, _ visit: Visit) async throws -> Answer {
        let id: ExchangeID = try visit.id()
        let form = ActionForm(action, visit.form)
        return try await returning(form, visit) {
            let done = try await action.perform(form, on: id, with: exchanges, by: visit.actor)
            return .seeOther("/exchanges/\(id)\(action == .message ? "#thread" : "")", flash: done)
        }
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let (id, request): (ExchangeID, ExchangeRequestID) = (try visit.id(), try visit.id("request"))
        let form = ActionForm(answering: request, visit.form)
        let accepted = visit.form["answer"] == "accept"
        let answer = NewRequestAnswer(
            accepted: accepted, reason: form["reason"], named: form["named"], key: form.key
        )
        return try await returning(form, visit) {
            try await exchanges.answer(request, of: id, answer, by: visit.actor)
            return .seeOther("/exchanges/\(id)#requests", flash: accepted ? "Accepted." : "Declined, with your reason.")
        }
    }

    /// Does what the form says; where that cannot be, the page is shown again with what was typed and what is wrong.
    private func returning(
        _ form: ActionForm, _ visit: Visit, _ act: () async throws -> Answer
    ) async throws -> Answer {
        do { return try await act() } catch let invalid as InvalidInput {
            return try await show(visit, form.returned(invalid), status: 422)
        } catch let conflict as Conflict {
            return try await show(visit, form.returned(InvalidInput("", conflict.message)), status: 409)
        }
    }

    private func show(_ visit: Visit, _ returned: ReturnedForm? = nil, status: Int = 200) async throws -> Answer {
        let record = try await exchanges.exchange(visit.id(), isThreadShown: true, as: visit.actor)
        let page = ExchangePage(record, actor: visit.actor, returned: returned)
        let title = (returned == nil ? "" : "Error: ") + "\(record.facts.kind.title) \(record.facts.reference)"
        return .page("exchange/exchange", page, title: title, status: .init(code: status))
    }
}
