extension Sequence {
    /// Does with each what has to be done; what goes wrong with one keeps none of the others waiting.
    /// - Throws: what went wrong first, after all the others.
    func eachByItself(_ body: (Element) async throws -> Void) async throws {
        var fault: (any Error)?
        for element in self {
            do { try await body(element) } catch { fault = fault ?? error }
        }
        if let fault { throw fault }
    }
}
