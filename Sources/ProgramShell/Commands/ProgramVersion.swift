/// The version of both programs; they are built and shipped together.
package enum ProgramVersion {
    package static let number = "0.1.0"

    package static func text(of program: String) -> String { "\(program) \(number)" }
}
