import Accounts
import Directory
import Exchange
import Foundation
import Outbox
import Vocabulary

/// Where a service manager connects the organisation's record systems, gives them new keys, and shuts them out.
public struct RecordSystemPages: Feature {
    let systems: RecordSystemStore
    let incoming: IncomingStore
    let directory: DirectoryStore
    let endpoints: EndpointStore
    /// Whether this installation has a mailbox on MESH.
    let hasMESH: Bool
    let test: ConnectionTest
    let publicAddress: URL

    public init(
        systems: RecordSystemStore, incoming: IncomingStore, directory: DirectoryStore, endpoints: EndpointStore,
        hasMESH: Bool, test: ConnectionTest, publicAddress: URL
    ) {
        (self.systems, self.incoming, self.test) = (systems, incoming, test)
        (self.endpoints, self.hasMESH) = (endpoints, hasMESH)
        (self.directory, self.publicAddress) = (directory, publicAddress)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/record-systems", needs: .keepRecordSystems) { visit in try await list(visit) }
        site.post("/record-systems", needs: .keepRecordSystems, register)
        site.post("/record-systems/stranded-messages", needs: .keepRecordSystems, giveStranded)
        site.get("/record-systems/:id", needs: .keepRecordSystems) { visit in try await show(visit) }
        site.post("/record-systems/:id/keys", needs: .keepRecordSystems, replaceKeys)
        site.post("/record-systems/:id/instruction", needs: .keepRecordSystems, instruct)
        site.post("/record-systems/:id/test", needs: .keepRecordSystems) { visit in
            let findings = try await test.findings(about: visit.id(), as: visit.actor, at: visit.now)
            return try await show(visit, findings: findings)
        }
        site.post("/record-systems/:id/team", needs: .keepRecordSystems, move)
        site.post("/record-systems/:id/mailbox", needs: .keepRecordSystems, nameMailbox)
        site.post("/record-systems/:id/revocation", needs: .keepRecordSystems) { visit in
            try await systems.revoke(visit.id(), by: visit.actor)
            return .seeOther("/record-systems", flash: "Shut out. It can do nothing any more.")
        }
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        visit.actor.may(.keepRecordSystems) ? [NavigationItem("Record systems", "/record-systems")] : []
    }

    private func list(_ visit: Visit, _ faults: FieldFaults = FieldFaults()) async throws -> Answer {
        let page = RecordSystemListPage(
            try await systems.systems(as: visit.actor),
            teams: try await directory.services(of: visit.actor.organisation(), by: visit.actor),
            stranded: try await incoming.stranded(as: visit.actor), mayGive: visit.actor.serviceID == nil,
            offered: try await systems.offeredScopes(as: visit.actor), form: visit.form, faults: faults, at: visit.now)
        return .form("record-systems/list", page, title: "Record systems", faults)
    }

    private func giveStranded(_ visit: Visit) async throws -> Answer {
        do {
            let team = { (field: String) in visit.form[field].flatMap(ServiceID.init) }
            let given = try await incoming.giveStranded(of: team("from"), to: team("team"), by: visit.actor)
            let words = "\(UKTime.count(given, "message")) given to the team. It is told."
            return .seeOther("/record-systems", flash: words)
        } catch let invalid as InvalidInput { return try await list(visit, FieldFaults(invalid)) }
    }

    private func register(_ visit: Visit) async throws -> Answer {
        do {
            let scopes = SystemScope.read(visit.form.all("scopes").joined(separator: " "))
            let keys = try TypedKeys(visit.form)
            let id = try await systems.register(
                name: visit.form["name"] ?? "", service: visit.form["service"].flatMap(ServiceID.init),
                keys: keys.set, publishedAt: keys.address, scopes: scopes, by: visit.actor)
            try await readKeys(of: id, visit)
            return .seeOther("/record-systems/\(id)", flash: "Registered.")
        } catch let invalid as InvalidInput { return try await list(visit, FieldFaults(invalid)) }
    }

    /// At once, so that the page says whether the address that was typed is right.
    private func readKeys(of id: RecordSystemID, _ visit: Visit) async throws {
        try await test.published.readAnew(try await systems.system(id, as: visit.actor))
    }

    private func show(
        _ visit: Visit, _ faults: FieldFaults = FieldFaults(), findings: [ConnectionFinding] = []
    ) async throws -> Answer {
        let id: RecordSystemID = try visit.id()
        let system = try await systems.system(id, as: visit.actor)
        let kept = system.revokedAt == nil ? try await incoming.instruction(for: id, as: visit.actor) : nil
        let page = RecordSystemPage(
            system, teams: try await directory.services(of: system.organisationID, by: visit.actor),
            mayMove: visit.actor.serviceID == nil, publicAddress: publicAddress, form: visit.form,
            instruction: InstructionForm(visit.form) ?? InstructionForm(kept), findings: findings,
            word: WordWay(system, endpoints: try await endpoints.hearing(id, as: visit.actor), hasMESH: hasMESH),
            faults: faults, at: visit.now)
        return .form("record-systems/system", page, title: "Record system", faults)
    }

    private func replaceKeys(_ visit: Visit) async throws -> Answer {
        let id: RecordSystemID = try visit.id()
        do {
            let keys = try TypedKeys(visit.form)
            try await systems.replace(keys: keys.set, publishedAt: keys.address, of: id, by: visit.actor)
            try await readKeys(of: id, visit)
            return .seeOther(
                "/record-systems/\(id)", flash: "The keys are replaced. What was signed with the old ones is refused.")
        } catch let invalid as InvalidInput { return try await show(visit, FieldFaults(invalid)) }
    }

    private func move(_ visit: Visit) async throws -> Answer {
        let id: RecordSystemID = try visit.id()
        do {
            try await incoming.move(id, to: visit.form["service"].flatMap(ServiceID.init), by: visit.actor)
            return .seeOther(
                "/record-systems/\(id)",
                flash: "Moved. The team that it leaves is told. Decide anew what may go at once.")
        } catch let invalid as InvalidInput { return try await show(visit, FieldFaults(invalid)) }
    }

    private func nameMailbox(_ visit: Visit) async throws -> Answer {
        let id: RecordSystemID = try visit.id()
        do {
            try await systems.setMailbox(visit.form["mailbox"], of: id, by: visit.actor)
            return .seeOther(
                "/record-systems/\(id)",
                flash: "Saved. A mailbox counts once the operator has confirmed that it is yours.")
        } catch let invalid as InvalidInput { return try await show(visit, FieldFaults(invalid)) }
    }

    private func instruct(_ visit: Visit) async throws -> Answer {
        let id: RecordSystemID = try visit.id()
        do {
            try await incoming.instruct(try InstructionForm.checked(visit.form), for: id, by: visit.actor)
            return .seeOther("/record-systems/\(id)", flash: "Saved. It counts for what comes from now on.")
        } catch let invalid as InvalidInput { return try await show(visit, FieldFaults(invalid)) }
    }
}
