package import ArgumentParser
import ProgramShell

/// The county's program.
package struct CountyHub: AsyncParsableCommand {
    package init() {}

    package static let configuration = CommandConfiguration(
        commandName: "county-hub",
        abstract: "Zhishou 值守: the county's hub and its own duty room 县政府值班室",
        discussion: """
            county-hub --data DIR COMMAND. Every command takes --json. Exit codes: 0 done; 1 done in part, or the \
            thing checked does not hold; 2 bad use; 3 refused; 4 data folder locked, newer, damaged or full.
            """,
        version: ProgramVersion.number,
        subcommands: [
            InitCommand.self, UnitCommand.self, ReplicaCommand.self, RunCommand.self, StatusCommand.self,
            RecordCommand<HubFolder>.self, EditCommand<HubFolder>.self, ListCommand<HubFolder>.self,
            SearchCommand<HubFolder>.self,
            ShowCommand<HubFolder>.self, ConflictsCommand<HubFolder>.self, ResolveCommand<HubFolder>.self,
            BackupCommand.self, RestoreCommand.self, HeldCommand.self, EventsCommand<HubFolder>.self,
            ConfirmCommand<HubFolder>.self,
            VerifyCommand<HubFolder>.self, DueCommand<HubFolder>.self,
            CalendarCommand<HubFolder>.self, RosterCommand<HubFolder>.self, StatisticsCommand<HubFolder>.self,
            ResponsibilityCommand<HubFolder>.self, SignCommand<HubFolder>.self, AccountCommand<HubFolder>.self,
            VolumeCommand<HubFolder>.self, ExportCommand<HubFolder>.self, ImportCommand<HubFolder>.self,
        ])
}
