/// The one reviewed list of routes that take an id and may answer to an organisation the id does not belong to.
/// Add to it only with the reason.
enum RouteWalkExemptions {
    static let readableByAllStaff: Set<String> = [
        // The directory is for all staff (C3): organisations, services and how to reach them; nothing of a student.
        "/directory/organisations/:id",
        "/directory/services/:id",
        // Services that chose to be found by everybody; what else there is, is not found.
        "/open-directory/services/:id",
    ]
}
