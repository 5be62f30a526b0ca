import Logging

/// What an operator hears where moments show that a clock was wrong, or that nobody was there for days.
extension Logger {
    func sayAstray(_ count: Int) {
        guard count > 0 else { return }
        warning("a clock ran ahead; what waited for its time leaves now", metadata: ["letters": "\(count)"])
    }

    func sayStale(_ count: Int) {
        guard count > 0 else { return }
        warning("something happened longer ago than anybody is told of it", metadata: ["entries": "\(count)"])
    }
}
