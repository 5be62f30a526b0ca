import Database
import Foundation
import Vocabulary

extension DirectoryLoad {
    mutating func loadOrganisations() throws {
        for row in try database.rows("SELECT * FROM organisation") {
            let organisation = try Organisation(row)
            if let key = organisation.registerKey { organisations[key] = organisation }
        }
        let boards = data.boards.map { board in
            (nil as UKPRN?, board.code as ODSCode?, OrganisationFields(board))
        }
        try load(data.providers.map { ($0.ukprn, nil, $0.organisation) }, .provider, titled: "Providers")
        try load(data.trusts.map { (nil, $0.code, $0.organisation) }, .trust, titled: "NHS trusts")
        try load(boards, .integratedCareBoard, titled: "Boards as organisations")
    }

    private mutating func load(
        _ entries: [(UKPRN?, ODSCode?, OrganisationFields)], _ kind: OrganisationKind, titled title: String
    ) throws {
        var tally = ImportReport.Tally(title)
        var seen: Set<String> = []
        for (ukprn, code, fields) in entries {
            let key = ukprn?.description ?? code?.description ?? ""
            seen.insert(key)
            let before = organisations[key]
            tally.count(before.flatMap(OrganisationFields.init(open:)), fields)
            if let before { try update(before, with: fields) } else { try insert(ukprn, code, fields, key) }
        }
        let gone = organisations.filter { $0.value.kind == kind && $0.value.closedOn == nil && !seen.contains($0.key) }
        for organisation in gone.values.sorted(by: { $0.name < $1.name }) { try close(organisation) }
        tally.vanished = gone.count
        report.tallies.append(tally)
    }

    private mutating func insert(
        _ ukprn: UKPRN?, _ code: ODSCode?, _ fields: OrganisationFields, _ key: String
    ) throws {
        let id = OrganisationID(at: now)
        try database.execute(
            """
            INSERT INTO organisation (id, kind, ukprn, ods_code, name, legal_name, telephone, website, address,
                postcode, nation, icb_ods_code, mental_health, type1_ae)
            VALUES (\(id), \(fields.kind), \(ukprn), \(code), \(fields.name), \(fields.legalName),
                \(fields.telephone), \(fields.website), \(fields.address), \(fields.postcode), \(fields.nation),
                \(fields.board), \(fields.isMentalHealthTrust), \(fields.hasMajorAE))
            """
        )
        organisations[key] = Organisation(
            id: id, kind: fields.kind, name: fields.name, legalName: fields.legalName, ukprn: ukprn, odsCode: code,
            nation: fields.nation
        )
    }

    private func update(_ before: Organisation, with fields: OrganisationFields) throws {
        if OrganisationFields(open: before) == fields { return }
        try database.execute(
            """
            UPDATE organisation SET name = \(fields.name), legal_name = \(fields.legalName),
                telephone = \(fields.telephone), website = \(fields.website), address = \(fields.address),
                postcode = \(fields.postcode), nation = \(fields.nation), icb_ods_code = \(fields.board),
                mental_health = \(fields.isMentalHealthTrust), type1_ae = \(fields.hasMajorAE), closed_on = NULL
            WHERE id = \(before.id)
            """
        )
    }

    private mutating func close(_ organisation: Organisation) throws {
        let place = organisation.registerKey ?? organisation.name
        guard !organisation.hasJoined else {
            let message = "\(organisation.name) is no longer in the data but has joined; it stays open."
            report.notes.append(.init(kind: .noted, file: "directory", line: 0, column: place, message: message))
            return
        }
        let today = CalendarDate(now)
        try database.execute("UPDATE organisation SET closed_on = \(today) WHERE id = \(organisation.id)")
        let message = "\(organisation.name) is no longer in the data; closed."
        report.notes.append(.init(kind: .noted, file: "directory", line: 0, column: place, message: message))
    }
}

extension Organisation {
    /// The code by which registers know it.
    var registerKey: String? { ukprn?.description ?? odsCode?.description }
}

extension OrganisationFields {
    init(_ board: OpenData.Board) {
        self.init(kind: .integratedCareBoard, name: board.name, legalName: board.name, nation: .england)
        self.board = board.code
    }

    /// What an import may change, as it stands; `nil` for an organisation that an import closed.
    init?(open organisation: Organisation) {
        guard organisation.closedOn == nil else { return nil }
        self.init(
            kind: organisation.kind, name: organisation.name, legalName: organisation.legalName,
            telephone: organisation.telephone, website: organisation.website, address: organisation.address,
            postcode: organisation.postcode, nation: organisation.nation, board: organisation.icbODSCode,
            isMentalHealthTrust: organisation.isMentalHealthTrust, hasMajorAE: organisation.hasMajorAE
        )
    }
}
