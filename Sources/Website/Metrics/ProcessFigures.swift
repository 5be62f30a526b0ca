import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// What the process itself takes.
enum ProcessFigures {
    /// Memory that is in RAM now; `nil` on a system that does not tell.
    static var residentBytes: Int? {
        #if os(Linux)
            // The second number of proc(5)'s statm: resident pages.
            guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
            let numbers = text.split(separator: " ").compactMap { Int($0) }
            return numbers.count > 1 ? numbers[1] * Int(sysconf(Int32(_SC_PAGESIZE))) : nil
        #else
            return nil
        #endif
    }
}
