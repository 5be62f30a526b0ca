import Directory
import Foundation
import Vocabulary

extension OpenReferral {
    /// All services at once, as a table.
    func sheet(_ call: OpenCall) async throws -> OpenAnswer {
        let everything = PageNumber(1, size: 100_000)
        let listings = try await directory.openListings(OpenQuestion(), everything).found
        var table = CSVText()
        table.append(ServiceSheet.columns.map(\.heading))
        for listing in listings {
            let row = (listing, ServiceObject(listing, at: clock.now, publicAddress))
            table.append(ServiceSheet.columns.map { $0.value(row.0, row.1) })
        }
        var answer = OpenAnswer(Data(table.text.utf8), .csv)
        answer.fileName = "services.csv"
        return answer
    }
}

/// The columns of the table.
enum ServiceSheet {
    struct Column: Sendable {
        let heading: String
        let value: @Sendable (OpenListing, ServiceObject) -> String

        init(_ heading: String, _ value: @escaping @Sendable (OpenListing, ServiceObject) -> String) {
            (self.heading, self.value) = (heading, value)
        }
    }

    static let columns: [Column] = [
        Column("id") { $1.id }, Column("name") { $1.name }, Column("kind") { listing, _ in listing.service.kind.title },
        Column("organization") { $1.organization.name },
        Column("ukprn") { listing, _ in listing.organisation.ukprn?.description ?? "" },
        Column("ods_code") { listing, _ in listing.organisation.odsCode?.description ?? "" },
        Column("status") { $1.status }, Column("offer") { listing, _ in listing.service.offer },
        Column("limits") { listing, _ in listing.service.limits },
        Column("waiting") { listing, _ in listing.service.waiting },
        Column("how_to_refer") { listing, _ in listing.service.howToRefer },
        Column("telephone") { listing, _ in listing.service.telephone ?? "" },
        Column("out_of_hours_telephone") { listing, _ in listing.service.outOfHoursTelephone ?? "" },
        Column("out_of_hours_note") { listing, _ in listing.service.outOfHoursNote },
        Column("minimum_age") { $1.minimumAge.map(String.init) ?? "" },
        Column("maximum_age") { $1.maximumAge.map(String.init) ?? "" },
        Column("places") { listing, _ in listing.places.map(\.name).joined(separator: "; ") },
        Column("area") { listing, _ in listing.area?.shortName ?? "" },
        Column("assured_date") { $1.assuredDate ?? "" }, Column("alert") { $1.alert ?? "" }, Column("url") { $1.url },
    ]
}
