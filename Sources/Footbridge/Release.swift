/// Which Footbridge this is.
enum Release {
    /// The one that is being worked on; it is named in `CHANGELOG.md` when it is released.
    static let version = "0.1.0"
}
