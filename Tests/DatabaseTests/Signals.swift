import Foundation

extension DispatchSemaphore {
    /// Not for ever: what goes wrong is to fail.
    func waited() { _ = wait(timeout: .now() + 20) }

    /// Without holding one of the threads on which the tests run.
    func heard() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                waited()
                continuation.resume()
            }
        }
    }
}
