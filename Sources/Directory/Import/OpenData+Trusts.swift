import Foundation
import Vocabulary

extension OpenData {
    /// Trusts that are open; those that have closed are counted in one note.
    mutating func readTrusts(_ folder: URL) throws {
        let table = try table(
            "nhs_trusts_derived.csv", in: folder,
            needing: [
                "ods_code", "name", "nhse_region", "icb_ods", "addr1", "addr2", "addr3", "town", "postcode",
                "close_date", "tel", "mental_health", "type1_ae",
            ]
        )
        let known = Set(boards.map(\.code))
        for row in table.rows where row["close_date"].isEmpty {
            guard let code = ODSCode(row["ods_code"]) else {
                note(.refused, table.file, row, "ods_code", "“\(row["ods_code"])” is not an ODS code.")
                continue
            }
            let board = ODSCode(row["icb_ods"]).flatMap { known.contains($0) ? $0 : nil }
            if board == nil, !row["icb_ods"].isEmpty {
                note(.noted, table.file, row, "icb_ods", "“\(row["icb_ods"])” is not one of the boards of 2026.")
            }
            trusts.append(Trust(code: code, organisation: trust(row, board)))
        }
        let closed = table.rows.filter { !$0["close_date"].isEmpty }
        if let first = closed.first {
            note(.noted, table.file, first, "close_date", "\(closed.count) trusts that have closed are left out.")
        }
    }

    private func trust(_ row: CSVRow, _ board: ODSCode?) -> OrganisationFields {
        let lines = ["addr1", "addr2", "addr3", "town"].map { RegisterName.spoken(row[$0]) }
        let address = (lines + [row["postcode"]]).filter { !$0.isEmpty }.joined(separator: ", ")
        // ODS lists three Welsh trusts among the others; they have no English region.
        let nation: Nation = row["nhse_region"].isEmpty ? .wales : .england
        return OrganisationFields(
            kind: .trust, name: RegisterName.spoken(row["name"]), legalName: row["name"],
            telephone: row["tel"].nilWhenEmpty, address: address, postcode: Postcode(row["postcode"])?.description,
            nation: nation, board: board, isMentalHealthTrust: row["mental_health"] == "Y",
            hasMajorAE: row["type1_ae"] == "Y"
        )
    }
}
