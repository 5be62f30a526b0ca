import ArgumentParser

/// `footbridge settings`: every key that can be set, with its standard value and meaning.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "List what can be set, and check what is set."
    )

    func run() async throws {
        for key in SettingKey.all {
            print("\(key.name)  (environment \(key.environmentName))\n    \(key.meaning) Standard: \(key.standard)")
        }
        _ = try await Settings.read()
        print("\nThe settings in force can all be used.")
    }
}
