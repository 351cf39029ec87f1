import CountyHub
import NextCatalog
import ProgramShell

@main struct Main {
    static func main() async { await Program.main(CountyHub.self, catalog: .next) }
}
