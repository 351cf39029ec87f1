/// A value that holds a secret: printing, interpolating or dumping it shows its type and nothing else.
package protocol KeepsSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension KeepsSecret {
    package var description: String { "\(Self.self)(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
