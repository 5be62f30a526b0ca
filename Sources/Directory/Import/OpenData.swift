import Crypto
import Foundation
import Vocabulary

/// The open data of one folder, read, repaired and checked, ready to be put in the directory.
public struct OpenData: Sendable {
    struct Provider: Sendable {
        let ukprn: UKPRN
        var organisation: OrganisationFields
        var names: [NameEntry]
    }

    struct Place: Sendable {
        let ukprn: UKPRN
        let code: String
        let name: String
        var coordinate: Coordinate?
        var nation: Nation
        var authority: String?
        var authorityName: String?
        var board: ODSCode?
    }

    struct Trust: Sendable {
        let code: ODSCode
        let organisation: OrganisationFields
    }

    struct Board: Sendable, Equatable {
        let code: ODSCode
        let gssCode: String
        let name: String
        let region: String
    }

    struct Authority: Sendable, Equatable {
        let code: String
        let name: String
        let board: ODSCode
        let share: Double
    }

    struct NameEntry: Sendable, Hashable {
        let name: String
        let kind: NameKind
    }

    enum NameKind: String, Sendable { case legal, trading, other, nickname, merged }

    var providers: [Provider] = []
    var places: [Place] = []
    var trusts: [Trust] = []
    var boards: [Board] = []
    var authorities: [Authority] = []
    public internal(set) var notes: [ImportReport.Note] = []
    public internal(set) var sources: [ImportReport.Source] = []

    /// The data that is shipped with Footbridge.
    public static var shippedFolder: URL { Bundle.module.bundleURL.appending(path: "OpenData") }

    /// Reads a folder that has the files of the shipped one.
    /// - Throws: `ImportRefusal` naming the file, line and column where one of them cannot be read at all.
    public static func read(
        _ folder: URL = shippedFolder, progress: (ImportProgress) -> Void = { _ in }
    ) throws -> OpenData {
        var data = OpenData()
        let steps: [(String, (inout OpenData) throws -> Void)] = [
            ("Reading integrated care boards and local authorities", { try $0.readAreas(folder) }),
            ("Reading providers", { try $0.readProviders(folder) }),
            ("Reading campuses", { try $0.readPlaces(folder) }),
            ("Reading NHS trusts", { try $0.readTrusts(folder) }),
        ]
        for (place, step) in steps.enumerated() {
            progress(ImportProgress(step: step.0, done: place, total: steps.count))
            try step.1(&data)
        }
        return data
    }

    mutating func note(
        _ kind: ImportReport.Note.Kind, _ file: String, _ row: CSVRow, _ column: String?, _ message: String
    ) {
        notes.append(.init(kind: kind, file: file, line: row.line, column: column, message: message))
    }

    /// Reads one file of the folder, refusing rows that have more or fewer fields than the header.
    mutating func table(_ file: String, in folder: URL, needing: [String]) throws -> CSVTable {
        let url = folder.appending(path: file)
        guard let bytes = try? Data(contentsOf: url) else {
            throw ImportRefusal(file, 1, 1, "There is no such file in \(folder.path), or it cannot be opened.")
        }
        let table = try CSVTable(bytes, file: file, needing: needing)
        let digest = Hex.text(SHA256.hash(data: bytes))
        sources.append(.init(file: file, digest: digest, rows: table.rows.count))
        for row in table.rows where !row.isComplete {
            let message = "It has \(row.fields.count) fields where the header has \(row.index.count)."
            note(.refused, file, row, nil, message)
        }
        return CSVTable(table, keeping: table.rows.filter(\.isComplete))
    }
}

/// What the open data says of an organisation; the columns an import may change.
struct OrganisationFields: Sendable, Equatable {
    let kind: OrganisationKind
    var name: String
    var legalName: String
    var telephone: String?
    var website: String?
    var address: String?
    var postcode: String?
    var nation: Nation
    var board: ODSCode?
    var isMentalHealthTrust = false
    var hasMajorAE = false
}

extension CSVTable {
    init(_ table: CSVTable, keeping rows: [CSVRow]) {
        (file, header, self.rows) = (table.file, table.header, rows)
    }
}
