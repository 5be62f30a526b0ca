import Foundation
import Vocabulary

extension OpenData {
    mutating func readProviders(_ folder: URL) throws {
        try readInstitutions(folder)
        try readOlderList(folder)
        try readNicknames(folder)
    }

    /// Discover Uni: one row for each provider and each body that registers its students, so a UKPRN may come often.
    private mutating func readInstitutions(_ folder: URL) throws {
        let table = try table(
            "discoveruni_institution.csv", in: folder,
            needing: [
                "LEGAL_NAME", "FIRST_TRADING_NAME", "OTHER_NAMES", "PROVADDRESS", "PROVTEL", "PROVURL", "PUBUKPRN",
                "PUBUKPRNCOUNTRY",
            ]
        )
        var seen: Set<String> = []
        for row in table.rows where !seen.contains(row["PUBUKPRN"]) {
            guard let ukprn = UKPRN(row["PUBUKPRN"]) else {
                let message = "“\(row["PUBUKPRN"])” is not a UKPRN (\(row["LEGAL_NAME"])): its partners are listed."
                note(.refused, table.file, row, "PUBUKPRN", message)
                continue
            }
            guard let nation = Self.nation(row["PUBUKPRNCOUNTRY"]) else {
                note(.refused, table.file, row, "PUBUKPRNCOUNTRY", "“\(row["PUBUKPRNCOUNTRY"])” is no UK nation.")
                continue
            }
            seen.insert(ukprn.description)
            providers.append(institution(row, ukprn, nation, in: table.file))
        }
    }

    private mutating func institution(
        _ row: CSVRow, _ ukprn: UKPRN, _ nation: Nation, in file: String
    ) -> Provider {
        let (legal, trading) = (RegisterName.collapsed(row["LEGAL_NAME"]), row["FIRST_TRADING_NAME"])
        let name = RegisterName.provider(trading.isEmpty ? legal : trading)
        let address = RegisterName.collapsed(row["PROVADDRESS"])
        let others = row["OTHER_NAMES"].components(separatedBy: "###").filter { !$0.isEmpty }
        let fields = OrganisationFields(
            kind: .provider, name: name, legalName: legal, telephone: telephone(row, in: file),
            website: row["PROVURL"].nilWhenEmpty, address: address.nilWhenEmpty,
            postcode: Self.postcode(endOf: address)?.description, nation: nation
        )
        let names =
            [NameEntry(name: RegisterName.provider(legal), kind: .legal)]
            + (trading.isEmpty ? [] : [NameEntry(name: RegisterName.provider(trading), kind: .trading)])
            + others.map { NameEntry(name: RegisterName.provider($0), kind: .other) }
        return Provider(ukprn: ukprn, organisation: fields, names: names.filter { $0.name != name })
    }

    private mutating func telephone(_ row: CSVRow, in file: String) -> String? {
        let digits = row["PROVTEL"].filter(\.isNumber)
        guard !digits.isEmpty else { return nil }
        guard digits.contains(where: { $0 != "0" }) else {
            note(.repaired, file, row, "PROVTEL", "“\(row["PROVTEL"])” is no telephone number; left out.")
            return nil
        }
        return RegisterName.collapsed(row["PROVTEL"])
    }

    /// The older list adds what Discover Uni lacks: providers that teach postgraduates only. Those that have merged since
    /// become a name of their successor.
    private mutating func readOlderList(_ folder: URL) throws {
        let merged = try table("merged_providers.csv", in: folder, needing: ["ukprn", "into_ukprn", "what_happened"])
        let table = try table(
            "learning_providers_plus.csv", in: folder,
            needing: ["UKPRN", "VIEW_NAME", "TOWN", "POSTCODE", "WEBSITE_URL", "LONGITUDE", "LATITUDE"]
        )
        let fates = Dictionary(merged.rows.map { ($0["ukprn"], $0) }, uniquingKeysWith: { first, _ in first })
        let places = placesByUKPRN()
        for row in table.rows {
            guard let ukprn = UKPRN(row["UKPRN"]) else {
                note(.refused, table.file, row, "UKPRN", "“\(row["UKPRN"])” is not a UKPRN.")
                continue
            }
            let name = RegisterName.provider(row["VIEW_NAME"])
            if let place = places[ukprn.description] {
                add(name, .other, to: place)
            } else if let fate = fates[row["UKPRN"]] {
                note(.noted, table.file, row, "UKPRN", "\(name) is left out: it \(fate["what_happened"]).")
                places[fate["into_ukprn"]].map { add(fate["name"], .merged, to: $0) }
            } else {
                providers.append(olderProvider(row, ukprn, name))
            }
        }
    }

    private func olderProvider(_ row: CSVRow, _ ukprn: UKPRN, _ name: String) -> Provider {
        let postcode = Postcode(row["POSTCODE"])
        let town = RegisterName.spoken(row["TOWN"])
        let street = [row["BUILDING_NAME_NUMBER"], row["STREET_NAME"]].filter { !$0.isEmpty }.map(RegisterName.spoken)
        let address = street + [town, postcode?.description ?? ""]
        let fields = OrganisationFields(
            kind: .provider, name: name, legalName: RegisterName.spoken(row["PROVIDER_NAME"]),
            website: row["WEBSITE_URL"].nilWhenEmpty,
            address: address.filter { !$0.isEmpty }.joined(separator: ", ").nilWhenEmpty,
            postcode: postcode?.description, nation: postcode?.area == "CF" ? .wales : .england
        )
        return Provider(ukprn: ukprn, organisation: fields, names: [])
    }

    private mutating func readNicknames(_ folder: URL) throws {
        let table = try table("nicknames.csv", in: folder, needing: ["ukprn", "nickname"])
        let places = placesByUKPRN()
        for row in table.rows {
            if let place = places[row["ukprn"]], !row["nickname"].isEmpty {
                add(row["nickname"], .nickname, to: place)
            } else {
                note(.refused, table.file, row, "ukprn", "There is no provider \(row["ukprn"]).")
            }
        }
    }

    private mutating func add(_ name: String, _ kind: NameKind, to place: Int) {
        let provider = providers[place]
        if name == provider.organisation.name || provider.names.contains(where: { $0.name == name }) { return }
        providers[place].names.append(NameEntry(name: name, kind: kind))
    }

    func placesByUKPRN() -> [String: Int] {
        Dictionary(uniqueKeysWithValues: providers.enumerated().map { ($1.ukprn.description, $0) })
    }

    /// Discover Uni's codes of countries.
    static func nation(_ code: String) -> Nation? {
        switch code {
        case "XF": .england
        case "XI": .wales
        case "XH": .scotland
        case "XG": .northernIreland
        default: nil
        }
    }

    static func postcode(endOf address: String) -> Postcode? {
        address.split(separator: ",").last.flatMap { Postcode(String($0).trimmed) }
    }
}
