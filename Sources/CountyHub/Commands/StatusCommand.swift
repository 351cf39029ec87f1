import ArgumentParser
import DutyRecords
import ProgramShell
import SyncKit

struct StatusCommand: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Every unit's sync state as this hub knows it 各单位同步状态")

    @OptionGroup var common: CommonOptions

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        let status = try await HubStatus.read(opened)
        session.emitOrShow(status.json, status.lines(session.language).joined(separator: "\n"))
        return .done
    }
}
