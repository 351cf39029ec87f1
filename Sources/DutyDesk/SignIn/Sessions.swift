package import SyncKit
import Synchronization

/// Who is signed in. Sessions live in memory: a restart asks for the password again, and loses nothing else.
package final class Sessions: Sendable {
    package struct Session: Sendable {
        package let person: RecordID
        package let name: String
        /// As the account has it now.
        var role: String
        /// The account's password hash at the sign-in: another one ends the session.
        var proof: String
        /// Stands in every form of this session, so that no other site can send one. It names the person as well: a form
        /// that outlives its session is still somebody's.
        package let formToken: String
        /// Milliseconds since the boot.
        var usedAt: Int64
    }

    /// After half an hour without a request the desk asks for the password again.
    static let idleMinutesMax: Int64 = 30
    private static let sessionsMax = 100

    private let open = Mutex<[String: Session]>([:])

    /// - Returns: the token for the cookie.
    func start(person: RecordID, name: String, role: String, proof: String, now: Int64) -> String {
        let token = Self.token()
        let session = Session(
            person: person, name: name, role: role, proof: proof, formToken: "\(Self.token())-\(person)",
            usedAt: now)
        open.withLock { sessions in
            sessions = sessions.filter { !Self.isOver($0.value, now) }
            if sessions.count >= Self.sessionsMax, let oldest = sessions.min(by: { $0.value.usedAt < $1.value.usedAt })
            {
                sessions[oldest.key] = nil
            }
            sessions[token] = session
        }
        return token
    }

    /// - Parameter touches: whether this is somebody's act; what a page asks by itself keeps no session alive.
    func find(_ token: String, now: Int64, touches: Bool) -> Session? {
        open.withLock { sessions in
            guard var session = sessions[token] else { return nil }
            guard !Self.isOver(session, now) else {
                sessions[token] = nil
                return nil
            }
            if touches {
                session.usedAt = now
                sessions[token] = session
            }
            return session
        }
    }

    /// Keeps a session through its person's own change of the password.
    func renew(_ token: String, proof: String) { open.withLock { $0[token]?.proof = proof } }

    func end(_ token: String) { open.withLock { $0[token] = nil } }

    private static func isOver(_ session: Session, _ now: Int64) -> Bool {
        now - session.usedAt > idleMinutesMax * 60_000
    }

    /// Whose a form says that it is, by the token in it. That opens nothing.
    static func person(of formToken: String) -> RecordID? {
        formToken.firstIndex(of: "-").flatMap { RecordID(String(formToken[formToken.index(after: $0)...])) }
    }

    /// 128 random bits.
    static func token() -> String {
        var random = SystemRandomNumberGenerator()
        return hexadecimal(random.next() as UInt64) + hexadecimal(random.next() as UInt64)
    }
}
