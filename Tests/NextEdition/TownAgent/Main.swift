import TownAgent
import NextCatalog
import ProgramShell

@main struct Main {
    static func main() async { await Program.main(TownAgent.self, catalog: .next) }
}
