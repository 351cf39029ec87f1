import TownAgent
import ProgramShell

@main struct Main {
    static func main() async { await Program.main(TownAgent.self) }
}
