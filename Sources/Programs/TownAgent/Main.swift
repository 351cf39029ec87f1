import ProgramShell
import TownAgent

@main struct Main {
    static func main() async { await Program.main(TownAgent.self) }
}
