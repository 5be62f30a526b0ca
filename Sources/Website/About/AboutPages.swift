/// What everybody may read about the site itself: how accessible it is, and what becomes of what is shared.
public struct AboutPages: Feature {
    public init() {}

    public func routes(_ site: inout RouteTable) {
        site.get("/accessibility", .anyone) { _ in
            .page("about/accessibility", AboutPage(), title: "Accessibility")
        }
        site.get("/privacy", .anyone) { _ in .page("about/privacy", AboutPage(), title: "Privacy") }
    }
}

/// These pages say the same to everyone.
struct AboutPage: Sendable {}
