import Foundation
import Identity
import Testing

@Suite struct SecrecyTests {
    private func allShown(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return dumped + "\(value)" + String(reflecting: value) + "\([value])"
    }

    @Test func printingShowsNoSecret() throws {
        let code = try EnrolmentCode("00421234567890191219604168717891")
        let authority = try makeAuthority()
        let key = SigningKey(algorithm: .ed25519)
        for value in [code, code.secret, authority, key, TLSKey()] as [any KeepsSecret] {
            let name = String(describing: type(of: value))
            let shown = allShown(value)
            #expect(shown.replacingOccurrences(of: name, with: "").allSatisfy { !$0.isNumber })
            #expect(shown.contains("\(name)(secret)"))
        }
    }

    @Test func errorsHaveStableCodesAndWords() {
        let codes = IdentityError.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        for error in IdentityError.allCases {
            #expect(error.description.hasPrefix("\(error.code): "))
            #expect(error.description.count > error.code.count + 10)
        }
        #expect(IdentityError.codeCheckDigits.code == "code.check-digits")
    }
}
