import Database
import Vocabulary

/// The start page of each role, and what machines ask about the installation.
public struct HomePages: Feature {
    private let question: PromptQuestion<Int>

    /// - Parameter patience: how long `/ready` waits for the database; load balancers wait for some five or ten seconds.
    public init(engine: any Engine, patience: Duration) {
        question = PromptQuestion(engine, patience: patience)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/home", .anyRole) { visit in .seeOther(Self.start(of: visit.actor.role)) }
        site.get("/ready", .anyone, ready)
    }

    /// Where each role's work begins.
    static func start(of role: Role) -> String {
        switch role {
        case .clinician: "/notices"
        case .practitioner: "/inbox"
        case .serviceManager: "/ledger"
        case .informationGovernanceLead: "/decisions"
        case .student: "/my-information"
        case .operator: "/installation"
        case .partnershipLead, .facilitator, .mentor, .system, .recordSystem: "/directory"
        }
    }

    /// 200 when the database answers soon, which a load balancer waits for.
    private func ready(_ visit: Visit) async throws -> Answer {
        let migrations = try await question.answer { try $0.count("SELECT count(*) AS count FROM migration") }
        return .text("ready, \(migrations) migrations\n")
    }
}
