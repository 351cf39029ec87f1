import HTTPTypes
package import Hummingbird

extension DeskResponse {
    /// A file to keep. Its name may be Chinese (RFC 5987); what cannot read that takes the plain one.
    package static func file(_ bytes: [UInt8], _ type: String, name: String, plain: String) -> Response {
        var response = answer("", type)
        response.headers[.contentDisposition] =
            "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Query.escaped(name))"
        response.headers[.contentLength] = nil
        return Response(
            status: response.status, headers: response.headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
