import CountyHub
import ProgramShell

@main struct Main {
    static func main() async { await Program.main(CountyHub.self) }
}
