import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SwiftProtobuf
import SyncKit

/// An answer that is not 200: its status, the code to match on, and words for a person who reads a trace.
struct ExchangeFailure: Error {
    let status: HTTPResponse.Status
    let code: String
    let text: String
    var retryAfterSeconds: Int?

    static func of(_ error: any Error) -> ExchangeFailure {
        if let failure = error as? ExchangeFailure { return failure }
        if error is CancellationError {
            return ExchangeFailure(
                status: .serviceUnavailable, code: "stopping", text: "the hub is stopping", retryAfterSeconds: 1)
        }
        guard let error = error as? SyncError else {
            return ExchangeFailure(
                status: .serviceUnavailable, code: "unavailable", text: "the hub could not serve this request",
                retryAfterSeconds: 5)
        }
        switch error {
        case .malformed(let what) where what.hasPrefix("protocol"):
            return ExchangeFailure(status: .upgradeRequired, code: "protocol", text: what)
        case .malformed(let what): return ExchangeFailure(status: .badRequest, code: "malformed", text: what)
        case .foreignStore:
            return ExchangeFailure(status: .forbidden, code: "foreign", text: "another deployment's agent")
        case .notPermitted: return ExchangeFailure(status: .forbidden, code: "revoked", text: "revoked")
        case .restoredUnconfirmed:
            return ExchangeFailure(
                status: .conflict, code: "restored-unconfirmed", text: "a restored hub waits to be confirmed")
        case .diskFull:
            return ExchangeFailure(
                status: .serviceUnavailable, code: "disk-full", text: "the hub's disk is full", retryAfterSeconds: 30)
        default:
            return ExchangeFailure(
                status: .serviceUnavailable, code: error.code, text: "the hub could not serve this request",
                retryAfterSeconds: 5)
        }
    }

    var response: Response {
        var headers: HTTPFields = [.contentType: "application/x-protobuf"]
        if let retryAfterSeconds { headers[.retryAfter] = String(retryAfterSeconds) }
        let body =
            (try? WireFailure.with {
                $0.code = code
                $0.text = text
            }.serializedBytes() as [UInt8]) ?? []
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
