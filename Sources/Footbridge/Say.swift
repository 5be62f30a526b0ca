import Foundation

/// Tells the person at the terminal, at once: `print` keeps its lines back where nobody is at a terminal.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}
