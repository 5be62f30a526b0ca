import ArgumentParser

/// The program; each of its commands is a file of its own.
@main
struct FootbridgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "footbridge",
        abstract: "The bridge between universities and the NHS for students whose mental health is poor.",
        version: Release.version,
        subcommands: [
            ServeCommand.self, DemoCommand.self, MigrateCommand.self, AuditCommand.self, RehearseCommand.self,
            SettingsCommand.self, DirectoryCommand.self, RetentionCommand.self, MoveCommand.self, KeysCommand.self,
            BackupCommand.self, RestoreCommand.self, MailCommand.self,
        ]
    )
}
