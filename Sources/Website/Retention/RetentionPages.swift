import Exchange
import Foundation
import Vocabulary

/// Where an information governance lead says how long exchanges are kept, sees what has reached its time, and removes it.
public struct RetentionPages: Feature {
    let retention: RetentionStore

    public init(retention: RetentionStore) { self.retention = retention }

    public func routes(_ site: inout RouteTable) {
        site.get("/retention", needs: .decideRetention) { visit in try await overview(visit) }
        site.post("/retention/policy", needs: .decideRetention, setPolicy)
        site.post("/retention/reports", needs: .decideRetention, makeReport)
        site.get("/retention/reports/:id", needs: .decideRetention) { visit in try await report(visit) }
        site.post("/retention/reports/:id/removal", needs: .decideRetention, remove)
        site.get("/exchanges/:id/legal-hold", needs: .decideRetention, newHold)
        site.post("/exchanges/:id/legal-hold", needs: .decideRetention, placeHold)
        site.get("/retention/holds/:id", needs: .decideRetention) { visit in try await hold(visit, HoldForm()) }
        site.post("/retention/holds/:id", needs: .decideRetention, reviewHold)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.decideRetention), visit.actor.serviceID == nil else { return [] }
        return [NavigationItem("Keeping and removing", "/retention")]
    }

    private func overview(
        _ visit: Visit, typed: String? = nil, faults: FieldFaults = FieldFaults()
    ) async throws -> Answer {
        let page = RetentionPage(
            try await retention.policy(as: visit.actor), try await retention.holds(as: visit.actor),
            try await retention.reports(as: visit.actor), typed: typed, faults: faults, at: visit.now
        )
        return .form("retention/overview", page, title: "Keeping and removing", faults)
    }

    private func setPolicy(_ visit: Visit) async throws -> Answer {
        let typed = TypedText.clean(visit.form["years"] ?? "")
        do {
            if visit.form["sure"] != "yes", let page = try await shorterAsks(Int(typed), visit) { return page }
            try await retention.keep(for: Int(typed), by: visit.actor)
            return .seeOther("/retention", flash: "Saved. Nothing has been removed by it.")
        } catch let invalid as InvalidInput {
            return try await overview(visit, typed: typed, faults: FieldFaults(invalid))
        } catch let conflict as Conflict {
            return .seeOther("/retention", flash: conflict.message)
        }
    }

    /// Less time is confirmed first: what others wrote comes within reach of removal.
    private func shorterAsks(_ years: Int?, _ visit: Visit) async throws -> Answer? {
        let policy = try await retention.policy(as: visit.actor)
        guard let years, !policy.isNHS, RetentionPolicy.choices.contains(years), years < policy.years else {
            return nil
        }
        let foresight = try await retention.foresight(ifKeptFor: years, as: visit.actor)
        let span = UKTime.count(years, "year")
        let page = FormPage(
            "Keep exchanges for \(span) instead of \(UKTime.count(policy.years, "year"))?",
            lead: foresight.sentences, action: "/retention/policy", fields: [], button: "Yes, keep them for \(span)",
            hidden: [.init(name: "years", value: "\(years)"), .init(name: "sure", value: "yes")])
        return .form(page, FieldFaults())
    }

    private func makeReport(_ visit: Visit) async throws -> Answer {
        .seeOther("/retention/reports/\(try await retention.makeReport(by: visit.actor))")
    }

    private func report(
        _ visit: Visit, reasons: String? = nil, faults: FieldFaults = FieldFaults()
    ) async throws -> Answer {
        let report = try await retention.report(visit.id(), as: visit.actor)
        let page = RetentionReportPage(report, reasons: reasons, faults: faults, at: visit.now)
        return .form("retention/report", page, title: "What has reached its time", faults)
    }

    private func remove(_ visit: Visit) async throws -> Answer {
        let id: RetentionReportID = try visit.id()
        let reasons = visit.form["reasons"]
        do {
            _ = try await retention.report(id, as: visit.actor)
            try Self.check(visit.form)
            try await retention.confirm(
                id, digest: visit.form["digest"] ?? "", because: reasons, by: visit.actor)
            try await retention.carryOut(id)
            return .seeOther("/retention/reports/\(id)")
        } catch let invalid as InvalidInput {
            return try await report(visit, reasons: reasons, faults: FieldFaults(invalid))
        } catch let conflict as Conflict {
            return .seeOther("/retention/reports/\(id)", flash: conflict.message)
        }
    }

    private static func check(_ form: Form) throws(InvalidInput) {
        var faults: [FieldFault] = []
        if TypedText.clean(form["reasons"] ?? "").isEmpty {
            faults.append(FieldFault("reasons", "Enter why they are removed."))
        }
        if form["sure"] != "yes" { faults.append(FieldFault("sure", "Confirm that you have read the report.")) }
        if !faults.isEmpty { throw InvalidInput(faults) }
    }
}
