import Database
import Foundation
import Vocabulary

extension DirectoryLoad {
    mutating func loadAreas() throws {
        try loadBoards()
        try loadAuthorities()
    }

    private mutating func loadBoards() throws {
        var tally = ImportReport.Tally("Integrated care boards")
        let rows = try database.rows("SELECT * FROM integrated_care_board")
        let kept = try Dictionary(
            rows.map { row -> (ODSCode, OpenData.Board) in
                let board = OpenData.Board(
                    code: try row("ods_code"), gssCode: try row("gss_code"), name: try row("name"),
                    region: try row("nhs_region")
                )
                return (board.code, board)
            }, uniquingKeysWith: { first, _ in first }
        )
        for board in data.boards {
            tally.count(kept[board.code], board)
            try database.execute(
                """
                INSERT INTO integrated_care_board (ods_code, gss_code, name, nhs_region)
                VALUES (\(board.code), \(board.gssCode), \(board.name), \(board.region))
                ON CONFLICT (ods_code) DO UPDATE SET gss_code = excluded.gss_code, name = excluded.name,
                    nhs_region = excluded.nhs_region
                """
            )
        }
        let gone = Set(kept.keys).subtracting(data.boards.map(\.code))
        for code in gone { try database.execute("DELETE FROM integrated_care_board WHERE ods_code = \(code)") }
        tally.vanished = gone.count
        report.tallies.append(tally)
    }

    private mutating func loadAuthorities() throws {
        var tally = ImportReport.Tally("Local authorities")
        let rows = try database.rows("SELECT * FROM local_authority")
        let kept = try Dictionary(
            rows.map { row -> (String, OpenData.Authority) in
                let authority = OpenData.Authority(
                    code: try row("code"), name: try row("name"), board: try row("icb_ods_code"),
                    share: try row("share")
                )
                return (authority.key, authority)
            }, uniquingKeysWith: { first, _ in first }
        )
        for authority in data.authorities {
            tally.count(kept[authority.key], authority)
            if kept[authority.key] == authority { continue }
            try database.execute(
                """
                INSERT INTO local_authority (code, icb_ods_code, name, share)
                VALUES (\(authority.code), \(authority.board), \(authority.name), \(authority.share))
                ON CONFLICT (code, icb_ods_code) DO UPDATE SET name = excluded.name, share = excluded.share
                """
            )
        }
        let gone = Set(kept.keys).subtracting(data.authorities.map(\.key)).compactMap { kept[$0] }
        for authority in gone {
            try database.execute(
                "DELETE FROM local_authority WHERE code = \(authority.code) AND icb_ods_code = \(authority.board)"
            )
        }
        tally.vanished = gone.count
        report.tallies.append(tally)
    }
}

extension OpenData.Authority {
    var key: String { "\(code) \(board)" }
}

extension ImportReport.Tally {
    /// Counts an entry as new, changed or unchanged.
    mutating func count<Entry: Equatable>(_ before: Entry?, _ after: Entry) {
        switch before {
        case nil: inserted += 1
        case after: unchanged += 1
        default: changed += 1
        }
    }
}
