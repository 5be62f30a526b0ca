/// What the layout around every page says.
public struct SiteFrame: Sendable {
    public let title = "Footbridge"
    public let pageTitle: String
    public let signedIn: Bool
    public let name: String
    public let roleTitle: String
    public let organisationName: String?
    public let navigation: [NavigationItem]
    public let formToken: String
    public let flash: String?
    public let demonstration: Bool
    /// Seconds after which the session ends by itself.
    public let idleSeconds: Int?
    public let holdsSeveralRoles: Bool
    /// Where the page itself stands, for a link that comes back.
    public let path: String
    /// Where a student goes who must not be seen here; `nil` for everybody else.
    public let elsewhere: String?
    /// Where a page that answers a form can be read again; `nil` for every other page.
    public let standsAt: String?
}

extension SiteFrame: PageModel {
    public func child(named asked: String) -> Any? {
        switch asked {
        case "title": title
        case "pageTitle": pageTitle
        case "signedIn": signedIn
        case "name": name
        case "roleTitle": roleTitle
        case "organisationName": shown(organisationName)
        case "navigation": navigation
        case "formToken": formToken
        case "flash": shown(flash)
        case "demonstration": demonstration
        case "idleSeconds": shown(idleSeconds)
        case "holdsSeveralRoles": holdsSeveralRoles
        case "path": path
        case "elsewhere": shown(elsewhere)
        case "standsAt": shown(standsAt)
        default: nil
        }
    }
}
