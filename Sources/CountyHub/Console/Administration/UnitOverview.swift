import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

/// The units with their machines and the codes that are out, as the pages of administration show them.
struct UnitOverview: Sendable {
    struct Row: Sendable {
        let unit: Units.Unit
        let members: [Member]
        let codes: [OutstandingCode]
        var path: String { UnitPage.path(unit.code) }
    }

    let rows: [Row]
    let contacts: [ReplicaID: Contact]
    let fingerprints: [ReplicaID: String]
    let home: String
    /// Unix milliseconds.
    let now: Int64
    /// A certificate that ends within so many days is warned of.
    static let certificateDays: Int64 = 30

    static func read(_ opened: HubFolder) async throws -> UnitOverview {
        let members = Dictionary(grouping: try await opened.store.members().filter { $0.role == .unit }, by: \.unit)
        let codes = Dictionary(grouping: try await opened.hub.outstandingCodes(), by: \.unit)
        let contacts = try await opened.store.contacts().map { ($0.replica, $0) }
        let rows = try await Units(opened).all().map { unit in
            Row(unit: unit, members: members[unit.code] ?? [], codes: codes[unit.code] ?? [])
        }
        return UnitOverview(
            rows: rows.sorted {
                ($0.unit.revokedAt == nil ? 0 : 1, $0.unit.code) < ($1.unit.revokedAt == nil ? 0 : 1, $1.unit.code)
            },
            contacts: Dictionary(contacts) { first, _ in first }, fingerprints: opened.shownCertificates.fingerprints,
            home: opened.homeUnit, now: opened.store.clock().wall)
    }

    // MARK: One machine

    func expires(_ member: Member) -> Int64? {
        contacts[member.replica]?.told.flatMap { $0.certificateExpires > 0 ? $0.certificateExpires : nil }
    }

    func machine(_ member: Member, _ words: Words) -> [String: Any] {
        let contact = contacts[member.replica]
        let isRevoked = member.revokedAt != nil
        let expires = expires(member)
        let isShort = !isRevoked && Self.isShort(expires, now)
        let fingerprint = fingerprints[member.replica]
        return [
            "label": member.label + words(" 机", ""), "replica": member.replica.description,
            "state": state(member, contact, words),
            "stateStyle": isRevoked ? "soft" : isOnline(member) ? "good" : "warn",
            "enrolled": Words.minute(Instant(milliseconds: member.enrolledAt)),
            "fingerprint": fingerprint.flatMap { Self.lines($0, bytes: 8).first } ?? "–",
            "whole": fingerprint.map { Self.lines($0, bytes: 8) } ?? ["–"],
            "expires": expires.map { String(Words.minute(Instant(milliseconds: $0)).prefix(10)) } ?? "–",
            "expiresStyle": isShort ? "warn" : "", "expiresMark": isShort ? Self.shortText(expires, now, words) : "",
            "contact": contact.map { Words.minute(Instant(milliseconds: $0.at)) } ?? words("从未", "never"),
            "isRevoked": isRevoked, "syncPath": "/sync/\(member.unit)/\(member.label)",
            "revokePath": UnitPage.path(member.unit) + "/revoke/\(member.label)",
        ]
    }

    private func isOnline(_ member: Member) -> Bool {
        contacts[member.replica].map { now - $0.at < HubStatus.silenceMax } ?? false
    }

    private func state(_ member: Member, _ contact: Contact?, _ words: Words) -> String {
        if let revokedAt = member.revokedAt {
            return words("✕ 已停用 ", "✕ revoked ") + Words.minute(Instant(milliseconds: revokedAt))
        }
        return isOnline(member) ? words("● 在线", "● online") : words("○ 离线", "○ off line")
    }

    static func isShort(_ expires: Int64?, _ now: Int64) -> Bool {
        expires.map { $0 - now < certificateDays * 86_400_000 } ?? false
    }

    static func shortText(_ expires: Int64?, _ now: Int64, _ words: Words) -> String {
        guard let expires, expires > now else { return words("▲ 已到期", "▲ expired") }
        let days = (expires - now) / 86_400_000
        return words("▲ 剩 \(days) 天", "▲ \(days) days left")
    }

    /// Machines in force whose certificate ends soon: they renew by themselves, so one that did not is worth a look.
    var shortCertificates: [Member] {
        rows.flatMap(\.members).filter { $0.revokedAt == nil && Self.isShort(expires($0), now) }
    }

    /// A fingerprint in lines of so many bytes each, as one compares them.
    static func lines(_ fingerprint: String, bytes: Int) -> [String] {
        let pairs = fingerprint.split(separator: ":")
        return stride(from: 0, to: pairs.count, by: bytes).map {
            pairs[$0..<min($0 + bytes, pairs.count)].joined(separator: ":")
        }
    }

    // MARK: The table

    func table(_ words: Words) -> [[String: Any]] {
        rows.map { row in
            let machines = row.members.map { machine($0, words) }
            var first: [String: Any] =
                machines.first ?? [
                    "label": row.unit.code == home ? words("本县端", "this hub") : words("尚未注册", "none enrolled"),
                    "state": "", "stateStyle": "soft", "fingerprint": "–", "expires": "–", "expiresStyle": "",
                    "expiresMark": "", "contact": "–",
                ]
            first["isFirst"] = true
            let isRevoked = row.unit.revokedAt != nil
            let own: [String: Any] = [
                "span": max(1, machines.count), "name": row.unit.name, "code": row.unit.code, "path": row.path,
                "kind": Wording.choice(row.unit.kind, in: words.language), "void": isRevoked ? "void" : "",
                "revoked": isRevoked ? [words("已停用", "revoked")] : [],
                "codes": row.codes.map { Self.code($0, words) }, "isWithoutCode": row.codes.isEmpty,
            ]
            first.merge(own) { $1 }
            return ["first": first, "others": Array(machines.dropFirst())]
        }
    }

    static func code(_ code: OutstandingCode, _ words: Words) -> [String: Any] {
        [
            "begins": OutstandingCode.number(code.slot),
            "until": words("至 ", "until ") + Words.minute(Instant(milliseconds: code.expiresAt)),
            "tries": words("还可试 \(code.triesLeft) 次", "\(code.triesLeft) tries left"),
        ]
    }

    private static let machineHTML = """
        <td>{{label}} <span class="{{stateStyle}}">{{state}}</span></td><td class="n fingerprint">{{fingerprint}}</td><td class="n {{expiresStyle}}">{{expires}} {{expiresMark}}</td><td class="n">{{contact}}</td>
        """

    static let tableHTML = """
        <div class="wide"><table class="units"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#units}}{{#first}}<tr><th scope="row" rowspan="{{span}}"><a href="{{path}}" class="{{void}}">{{name}}</a>{{#revoked}} <span class="soft">{{.}}</span>{{/revoked}}</th><td rowspan="{{span}}" class="n">{{code}}</td><td rowspan="{{span}}">{{kind}}</td>\(machineHTML)<td rowspan="{{span}}">{{#codes}}<span class="n">{{begins}} … <span class="soft">{{until}}</span></span> {{/codes}}{{#isWithoutCode}}–{{/isWithoutCode}}</td></tr>{{/first}}{{#others}}<tr>\(machineHTML)</tr>{{/others}}{{/units}}</tbody></table></div>
        """
}
