package import ArgumentParser
import ProgramShell

/// The town's or department's program.
package struct TownAgent: AsyncParsableCommand {
    package init() {}

    package static let configuration = CommandConfiguration(
        commandName: "town-agent",
        abstract: "Zhishou 值守: the duty room of a town or department 镇、部门值班室",
        discussion: """
            town-agent --data DIR COMMAND. Every command takes --json. Exit codes: 0 done; 1 done in part, or the \
            thing checked does not hold; 2 bad use; 3 hub not reachable or refused; 4 data folder locked, newer, \
            damaged or full.
            """,
        version: ProgramVersion.number,
        subcommands: [
            EnrolCommand.self, RunCommand.self, RecordCommand<AgentFolder>.self, EditCommand<AgentFolder>.self,
            ListCommand<AgentFolder>.self, SearchCommand<AgentFolder>.self, ShowCommand<AgentFolder>.self,
            ConflictsCommand<AgentFolder>.self,
            ResolveCommand<AgentFolder>.self, HeldListCommand<AgentFolder>.self, EventsCommand<AgentFolder>.self,
            ConfirmCommand<AgentFolder>.self, StatusCommand.self, SyncCommand.self, VerifyCommand<AgentFolder>.self,
            DueCommand<AgentFolder>.self,
            CalendarCommand<AgentFolder>.self, RosterCommand<AgentFolder>.self, StatisticsCommand<AgentFolder>.self,
            ResponsibilityCommand<AgentFolder>.self, SignCommand<AgentFolder>.self, AccountCommand<AgentFolder>.self,
            VolumeCommand<AgentFolder>.self, ExportCommand<AgentFolder>.self, ImportCommand<AgentFolder>.self,
        ])
}
