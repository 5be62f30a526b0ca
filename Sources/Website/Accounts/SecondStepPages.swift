import Accounts
import Vocabulary

/// Setting up the second step: a QR code, a first code to confirm it, and the recovery codes, shown once.
public struct SecondStepPages: Feature {
    let secondFactor: SecondFactor
    let sessions: SessionStore

    public init(secondFactor: SecondFactor, sessions: SessionStore) {
        (self.secondFactor, self.sessions) = (secondFactor, sessions)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/second-step/set-up", .signingIn, show)
        site.post("/second-step/set-up", .signingIn, confirm)
    }

    private func show(_ visit: Visit) async throws -> Answer {
        guard let account = visit.session?.account, !account.hasSecondFactor else { return .seeOther("/home") }
        return .page("accounts/second-step", try await page(account, problem: nil), title: "Set up your second step")
    }

    private func confirm(_ visit: Visit) async throws -> Answer {
        guard let session = visit.session, !session.account.hasSecondFactor else { return .seeOther("/home") }
        do {
            let codes = try await secondFactor.confirm(visit.form["code"] ?? "", for: session.account.id)
            try await sessions.markSecondFactor(session)
            return .page("accounts/recovery-codes", RecoveryCodesPage(codes: codes), title: "Keep your recovery codes")
        } catch let invalid as InvalidInput {
            let again = try await page(session.account, problem: invalid.faults.first?.message)
            return .page(
                "accounts/second-step", again, title: "Error: Set up your second step", status: .unprocessableContent
            )
        }
    }

    private func page(_ account: Account, problem: String?) async throws -> SecondStepPage {
        let code = try await secondFactor.proposal(for: account.id)
        let picture = QRCode.svg(code.address(account: account.email), label: "QR code for your authenticator app")
        let faults = FieldFaults(problem.map { InvalidInput("code", $0) })
        let field = TextField(
            "code", label: "Six-digit code from the app", error: problem, kind: .oneTimeCode, width: .ten,
            autocomplete: "one-time-code"
        )
        return SecondStepPage(
            qrCode: picture ?? "", secret: Self.grouped(code.base32), code: field, errorSummary: faults.summary
        )
    }

    /// In fours, as it is easier to type.
    private static func grouped(_ secret: String) -> String {
        stride(from: 0, to: secret.count, by: 4).map { start in
            String(secret.dropFirst(start).prefix(4))
        }.joined(separator: " ")
    }
}
