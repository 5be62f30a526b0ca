import Foundation
import Vocabulary

extension OpenData {
    mutating func readAreas(_ folder: URL) throws {
        try readBoards(folder)
        try readAuthorities(folder)
    }

    private mutating func readBoards(_ folder: URL) throws {
        let table = try table(
            "icb_2026_36.csv", in: folder, needing: ["ods_code", "gss_code", "name", "nhs_england_region"]
        )
        for row in table.rows {
            guard let code = ODSCode(row["ods_code"]) else {
                note(.refused, table.file, row, "ods_code", "“\(row["ods_code"])” is not an ODS code.")
                continue
            }
            let region = row["nhs_england_region"].split(separator: "(").first.map { String($0).trimmed } ?? ""
            boards.append(Board(code: code, gssCode: row["gss_code"], name: row["name"], region: region))
        }
    }

    /// Authorities with the boards of 2026; where one straddles several, each with its share.
    private mutating func readAuthorities(_ folder: URL) throws {
        let successors = try splitBoards(folder)
        let table = try table(
            "lad24_to_icb24.csv", in: folder,
            needing: ["ltla24_code", "ltla24_name", "icb24_code_nhs", "share", "icb2026_ods"]
        )
        var kept: [String: Authority] = [:]
        for row in table.rows {
            let code = row["ltla24_code"]
            guard let share = Double(row["share"]), (0...1).contains(share) else {
                note(.refused, table.file, row, "share", "“\(row["share"])” is not a share between 0 and 1.")
                continue
            }
            let given = row["icb2026_ods"]
            guard let board = given.contains("|") ? successors[code] : ODSCode(given) else {
                note(.refused, table.file, row, "icb2026_ods", "“\(given)” does not say which board it is.")
                continue
            }
            let key = "\(code) \(board)"
            let whole = min(1, share + (kept[key]?.share ?? 0))
            kept[key] = Authority(code: code, name: row["ltla24_name"], board: board, share: whole)
        }
        authorities = kept.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The successor, for authorities whose board was split in 2026.
    mutating func splitBoards(_ folder: URL) throws -> [String: ODSCode] {
        let table = try table("split_boards.csv", in: folder, needing: ["ltla24_code", "icb2026_ods"])
        let pairs = table.rows.compactMap { row in ODSCode(row["icb2026_ods"]).map { (row["ltla24_code"], $0) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
