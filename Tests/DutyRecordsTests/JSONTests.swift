import DutyRecords
import Seeded
import Testing

@Suite("JSON, strictly")
struct JSONTests {
    @Test(
        "what is read is written back byte for byte",
        arguments: [
            "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "-0.0", "0.5", "1.0",
            "1e+20", "\"\"", "\"巡查𠮷祥\"", #""a\nb\tc\"\\""#, "[]", "{}", "[1,[2,[3]]]",
            #"{"b":1,"a":2}"#, #"{"é":1}"#, "\"\u{FFFD}\u{10FFFF}\"",
        ])
    func unchanged(_ text: String) throws {
        #expect(try JSONReader.read(text.utf8).text.utf8.elementsEqual(text.utf8))
    }

    @Test(
        "other ways to write the same",
        arguments: [
            (" \t\r\n[ 1 , 2 ] ", JSONValue.array([.integer(1), .integer(2)])),
            (#""\u5dE1\/\u0041""#, .text("巡/A")),
            (#""\ud842\udfb7""#, .text("𠮷")),
            (#""\u000a\u0009""#, .text("\n\t")),
            ("-0", .real(-0.0)),
            ("1e2", .real(100)),
            ("0e0", .real(0)),
            (#"{"a":{"a":1}}"#, .object([("a", .object([("a", .integer(1))]))])),
        ])
    func read(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONReader.read(text.utf8) == value)
    }

    @Test(
        "what would be changed or dropped is refused, with its place",
        arguments: [
            ("", JSONError.Reason.syntax, 0),
            ("{", .syntax, 1),
            ("[1,]", .syntax, 3),
            (#"{"a":1,}"#, .syntax, 7),
            (#"{a:1}"#, .syntax, 1),
            (#"{"a" 1}"#, .syntax, 5),
            ("[1] x", .syntax, 4),
            ("1 2", .syntax, 2),
            ("nul", .syntax, 3),
            ("NaN", .syntax, 0),
            ("'a'", .syntax, 0),
            ("\"a", .syntax, 2),
            (#""\x""#, .syntax, 1),
            (#""\u12g4""#, .syntax, 5),
            ("01", .syntax, 0),
            ("1.", .syntax, 2),
            (".5", .syntax, 0),
            ("+1", .syntax, 0),
            ("1e", .syntax, 2),
            ("// x\n1", .syntax, 0),
            (#"{"a":1,"a":1}"#, .duplicateName, 7),
            (#"{"a":1,"\u0061":1}"#, .duplicateName, 7),
            (#"[{"a":{"b":1,"b":2}}]"#, .duplicateName, 13),
            ("{\"\u{E9}\":1,\"e\u{301}\":2}", .duplicateName, 8),
            (#""\ud800""#, .loneSurrogate, 1),
            (#""\udc00x""#, .loneSurrogate, 1),
            (#""\ud800\u0041""#, .loneSurrogate, 1),
            (#""\ud800\n""#, .loneSurrogate, 1),
            (#""\u0000""#, .controlCharacter, 1),
            (#""\u001f""#, .controlCharacter, 1),
            (#""\u007f""#, .controlCharacter, 1),
            (#""\u0085""#, .controlCharacter, 1),
            (#""\r""#, .controlCharacter, 1),
            (#""a\b""#, .controlCharacter, 2),
            ("\"a\nb\"", .controlCharacter, 2),
            ("\"a\u{0}b\"", .controlCharacter, 2),
            ("\"a\u{9F}b\"", .controlCharacter, 2),
            ("9223372036854775808", .numberRange, 0),
            ("[-9223372036854775809]", .numberRange, 1),
            ("1e400", .numberRange, 0),
            ("1e-400", .numberRange, 0),
            ("\u{FEFF}{}", .byteOrderMark, 0),
        ])
    func refused(_ text: String, _ reason: JSONError.Reason, _ offset: Int) throws {
        let error = try #require(throws: JSONError.self) { try JSONReader.read(text.utf8) }
        #expect(error.reason == reason)
        #expect(error.offset == offset)
    }

    @Test(
        "bytes that are no UTF-8",
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xC1, 0xBF, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0xE5, 0xB7, 0x22], [0x22, 0xE5, 0xB7], [0x22, 0xD6, 0xD0, 0xCE, 0xC4, 0x22],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) throws {
        let error = try #require(throws: JSONError.self) { try JSONReader.read(bytes) }
        #expect(error == JSONError.at(1, .invalidUTF8, of: bytes))
    }

    @Test("depth is bounded")
    func depth() throws {
        let deepest = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        #expect(try JSONReader.read(deepest.utf8).text == deepest)
        let deeper = try #require(throws: JSONError.self) { try JSONReader.read("[\(deepest)]".utf8) }
        #expect(deeper.reason == .tooDeep)
        #expect(deeper.offset == 16)
        let endless = try #require(throws: JSONError.self) {
            try JSONReader.read(String(repeating: "[{\"a\":", count: 500_000).utf8)
        }
        #expect(endless.reason == .tooDeep)
    }

    @Test("the member in whose value it was found is named")
    func member() throws {
        let error = try #require(throws: JSONError.self) { try JSONReader.read(#"{"a":"","matter":["\u0000"]}"#.utf8) }
        #expect(error.member == "matter")
        let after = try #require(throws: JSONError.self) { try JSONReader.read(#"{"a":1;}"#.utf8) }
        #expect(after.member == nil)
    }

    @Test("any value is written and read back", arguments: 0..<200 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        var random = Seeded(seed: seed)
        let value = JSONValue.random(depth: 4, using: &random)
        #expect(try JSONReader.read(value.text.utf8) == value, "seed \(seed)")
    }

    @Test("no bytes end the reader otherwise than by a value or an error", arguments: 0..<200 as Range<UInt64>)
    func anyBytes(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        var bytes = Array(JSONValue.random(depth: 3, using: &random).text.utf8)
        for _ in 0..<3 where !bytes.isEmpty {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        let read = try? JSONReader.read(bytes)
        if let read { #expect((try? JSONReader.read(read.text.utf8)) == read, "seed \(seed)") }
    }
}

extension JSONError {
    /// The error that reading those bytes gives, if it is the one at that place.
    static func at(_ offset: Int, _ reason: Reason, of bytes: [UInt8]) -> JSONError? {
        do {
            _ = try JSONReader.read(bytes)
            return nil
        } catch {
            return error.offset == offset && error.reason == reason ? error : nil
        }
    }
}

extension JSONValue {
    static func random(depth: Int, using random: inout Seeded) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: .null
        case 1: .boolean(Bool.random(using: &random))
        case 2: .integer(Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random))
        case 3: .real(real(using: &random))
        case 4, 5: .text(text(using: &random))
        case 6:
            .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            .object(
                (0..<Int.random(in: 0..<5, using: &random)).map {
                    ("\($0)" + text(using: &random), .random(depth: depth - 1, using: &random))
                })
        }
    }

    private static func real(using random: inout Seeded) -> Double {
        let drawn = Double(bitPattern: random.next())
        return drawn.isFinite ? drawn : 0.1
    }

    private static func text(using random: inout Seeded) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let most: UInt32 = [0x7E, 0x9FFF, 0x10FFFF].randomElement(using: &random) ?? 0x7E
            guard let scalar = Unicode.Scalar(UInt32.random(in: 0x20...most, using: &random)),
                !(0x7F...0x9F).contains(scalar.value)
            else { continue }
            text.append(["\n", "\t", "\"", "\\", scalar, scalar, scalar].randomElement(using: &random) ?? scalar)
        }
        return String(text)
    }
}
