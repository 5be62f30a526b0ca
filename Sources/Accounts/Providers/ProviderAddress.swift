import Foundation

/// Which addresses a provider may have, as far as that shows without asking.
public enum ProviderAddress {
    /// Whether secrets may go there: by https, or by plain HTTP on this machine, which they do not leave. Even that the
    /// installation has to allow (`ProviderNetwork`).
    public static func isSafe(_ url: URL) -> Bool {
        guard let host = url.host(), !host.isEmpty else { return false }
        return url.scheme == "https" || (url.scheme == "http" && ["localhost", "127.0.0.1"].contains(host))
    }
}
