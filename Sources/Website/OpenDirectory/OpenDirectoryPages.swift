import Directory
import Foundation
import Vocabulary

/// The open directory for people: services that chose to be found, without signing in.
public struct OpenDirectoryPages: Feature {
    let directory: DirectoryStore

    public init(directory: DirectoryStore) { self.directory = directory }

    public func routes(_ site: inout RouteTable) {
        site.get("/open-directory", .anyone, list)
        site.get("/open-directory/services/:id", .anyone, service)
        PublicationPages(directory: directory).routes(&site)
    }

    private func list(_ visit: Visit) async throws -> Answer {
        var question = OpenQuestion()
        question.search = String(TypedText.clean(visit.query["q"] ?? "").prefix(100))
        let number = visit.query["page"].flatMap { Int($0) } ?? 1
        let page = try await directory.openListings(question, PageNumber(max(1, number), size: 25))
        let title = question.search.isEmpty ? "Find a service that helps" : "\(question.search): services"
        return .page("open-directory/list", OpenListPage(page, typed: question.search, at: visit.now), title: title)
    }

    private func service(_ visit: Visit) async throws -> Answer {
        let listing = try await directory.openListing(visit.id())
        return .page("open-directory/service", OpenServicePage(listing, at: visit.now), title: listing.service.name)
    }
}
