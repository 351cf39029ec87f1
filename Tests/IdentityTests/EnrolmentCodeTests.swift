import Identity
import Seeded
import Testing

@Suite struct EnrolmentCodeTests {
    /// Slot 42, secret 12345678901, the fingerprint of the bytes "authority"; made with Python's hashlib.
    private static let golden = "00421234567890191219604168717891"

    private static func codes(_ count: Int) throws -> [EnrolmentCode] {
        var generator = Seeded(seed: 20_260_301)
        return try (0..<count).map { _ in
            let fingerprint = String((0..<15).map { _ in "0123456789".randomElement(using: &generator)! })
            return try EnrolmentCode(
                slot: Int.random(in: EnrolmentCode.slots, using: &generator),
                fingerprint: AuthorityFingerprint(digits: fingerprint), using: &generator)
        }
    }

    @Test func isPrintedInEightGroups() throws {
        let code = try EnrolmentCode(Self.golden)
        #expect(code.digits == Self.golden)
        #expect(code.text == "0042 1234 5678 9019 1219 6041 6871 7891")
        #expect(code.slot == 42)
        #expect(code.secret.digits == "12345678901")
        #expect(code.fingerprint.digits == "912196041687178")
    }

    @Test func survivesItsText() throws {
        for code in try Self.codes(500) {
            let read = try EnrolmentCode(code.text)
            #expect(read.digits == code.digits)
            #expect(read.slot == code.slot)
            #expect(read.secret.digits == code.secret.digits)
            #expect(read.fingerprint == code.fingerprint)
        }
    }

    @Test func followsItsGenerator() throws {
        let fingerprint = try AuthorityFingerprint(digits: "912196041687178")
        var first = Seeded(seed: 3)
        var second = first
        let code = try EnrolmentCode(slot: 1, fingerprint: fingerprint, using: &first)
        #expect(try EnrolmentCode(slot: 1, fingerprint: fingerprint, using: &second).digits == code.digits)
        #expect(try EnrolmentCode(slot: 1, fingerprint: fingerprint, using: &second).digits != code.digits)
        let system = Set(try (0..<8).map { _ in try EnrolmentCode(slot: 1, fingerprint: fingerprint).secret.digits })
        #expect(system.count == 8)
    }

    @Test(arguments: [
        "0042-1234-5678-9019-1219-6041-6871-7891", "  0042 1234 5678 9019\n1219 6041 6871 7891\r\n",
        "００４２　１２３４　５６７８　９０１９　１２１９　６０４１　６８７１　７８９１",
        "００４２－１２３４－５６７８－９０１９－１２１９－６０４１－６８７１－７８９１",
        "0042—1234–5678−9019‐1219‑6041﹣6871——7891", "\u{FEFF}0042\u{200B}1234\u{A0}5678\t901912196041 68717891",
        "00421234567890191219604168717891",
    ])
    func readsWhatPeopleType(text: String) throws {
        #expect(try EnrolmentCode(text).digits == Self.golden)
    }

    private static let refused: [(text: String, error: IdentityError)] = [
        ("", .codeTooShort),
        ("    ", .codeTooShort),
        ("0042123456789019121960416871789", .codeTooShort),
        ("004212345678901912196041687178910", .codeTooLong),
        (String(repeating: "0", count: 600), .codeTooLong),
        (String(repeating: " ", count: 600), .codeTooLong),
        ("O0421234567890191219604168717891", .codeNotDigits),
        ("00421234567890191219604168717891x", .codeNotDigits),
        ("٠٠٤٢1234567890191219604168717891", .codeNotDigits),
        ("零零四二1234567890191219604168717891", .codeNotDigits),
        ("0\u{301}0421234567890191219604168717891", .codeNotDigits),
        ("00421234567890191219604168717800", .codeCheckDigits),
        ("00000000000000000000000000000000", .codeCheckDigits),
    ]

    @Test(arguments: refused)
    func refusesEachWithItsReason(text: String, error: IdentityError) {
        #expect(throws: error) { try EnrolmentCode(text) }
    }

    @Test func catchesEachWrongDigit() throws {
        for code in try Self.codes(12) {
            let digits = Array(code.digits)
            for position in digits.indices {
                for wrong in "0123456789" where wrong != digits[position] {
                    var changed = digits
                    changed[position] = wrong
                    #expect(throws: IdentityError.codeCheckDigits) { try EnrolmentCode(String(changed)) }
                }
            }
        }
    }

    @Test func catchesEachSwapOfNeighbours() throws {
        for code in try Self.codes(100) {
            let digits = Array(code.digits)
            for position in 1..<digits.count where digits[position] != digits[position - 1] {
                var changed = digits
                changed.swapAt(position - 1, position)
                #expect(throws: IdentityError.codeCheckDigits) { try EnrolmentCode(String(changed)) }
            }
        }
    }

    @Test func matchesItsAuthorityAlone() throws {
        let code = try EnrolmentCode(Self.golden)
        #expect(try code.fingerprintMatches(authorityDER: Array("authority".utf8)))
        #expect(try !code.fingerprintMatches(authorityDER: Array("Authority".utf8)))
    }

    @Test func keepsTheSecretAsAHash() throws {
        let code = try EnrolmentCode(Self.golden)
        let salt = [UInt8](0..<16)
        let hash = bytes("026eda68098e999ebba205fab108e9af8914e1594cb70b1bb33fb85d5dea0445")
        #expect(try code.secretHash(salt: salt) == hash)
        let sent = try EnrolmentSecret(digits: "12345678901")
        #expect(try sent.matches(hash: hash, salt: salt))
        #expect(try !EnrolmentSecret(digits: "12345678902").matches(hash: hash, salt: salt))
        #expect(throws: IdentityError.saltTooShort) { try sent.hash(salt: Array(salt.dropLast())) }
    }

    @Test(arguments: ["", "1234567890", "123456789012", "1234567890a", "１２３４５６７８９０１"])
    func secretsAreElevenDigits(text: String) {
        #expect(throws: IdentityError.codeNotDigits) { try EnrolmentSecret(digits: text) }
        #expect(throws: IdentityError.codeNotDigits) { try AuthorityFingerprint(digits: text) }
    }

    @Test(arguments: [-1, 10_000])
    func slotsHaveFourDigits(slot: Int) throws {
        let fingerprint = try AuthorityFingerprint(digits: "912196041687178")
        #expect(throws: IdentityError.codeSlot) { try EnrolmentCode(slot: slot, fingerprint: fingerprint) }
    }
}
