import Directory

/// The page around every list (Open Referral UK 3.0, “Lists”).
struct Envelope<Item: Encodable & Sendable>: Encodable, Sendable {
    let totalItems: Int
    let totalPages: Int
    let pageNumber: Int
    /// How many there are on this page.
    let size: Int
    let firstPage: Bool
    let lastPage: Bool
    let empty: Bool
    let contents: [Item]

    init<Found>(_ page: OpenPage<Found>, _ object: (Found) -> Item) {
        (totalItems, totalPages, pageNumber) = (page.total, page.pages, page.page.number)
        (size, empty) = (page.found.count, page.found.isEmpty)
        (firstPage, lastPage) = (pageNumber == 1, pageNumber == totalPages)
        contents = page.found.map(object)
    }

    /// One page of a list that is in memory.
    init(all: [Item], _ page: PageNumber) {
        self.init(OpenPage(all: all, page)) { $0 }
    }
}

/// The root (HSDS `api_details`).
struct Details: Encodable {
    let version: String
    let profile: String
    let openapiUrl: String
}
