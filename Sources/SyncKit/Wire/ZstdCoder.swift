import CZstd
package import Foundation

/// Compression of bodies on the line: zstd (RFC 8878). Never sizes a buffer by a frame's own header.
package enum ZstdCoder {
    /// Level 3: on a duty room's texts the higher ones cost time and gain a few per cent.
    package static let level: Int32 = 3

    package static func compress(_ bytes: Data) throws -> Data {
        var out = Data(count: ZSTD_compressBound(bytes.count))
        let written = out.withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                ZSTD_compress(target.baseAddress, target.count, source.baseAddress, source.count, level)
            }
        }
        guard ZSTD_isError(written) == 0 else { throw SyncError.malformed("zstd") }
        out.removeSubrange(written...)
        return out
    }

    /// - Throws: ``SyncError/malformed(_:)`` for a broken or truncated frame, and past `limit` bytes.
    package static func decompress(_ bytes: Data, limit: Int) throws -> Data {
        guard let stream = ZSTD_createDStream() else { throw SyncError.malformed("zstd") }
        defer { ZSTD_freeDStream(stream) }
        // A frame that wants more memory than 8 MiB for its window is not one of ours.
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 23)
        var out = Data()
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        try bytes.withUnsafeBytes { source in
            var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            var pending = 1
            while pending != 0 {
                let produced = try chunk.withUnsafeMutableBytes { target in
                    var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                    pending = ZSTD_decompressStream(stream, &output, &input)
                    guard ZSTD_isError(pending) == 0 else { throw SyncError.malformed("zstd") }
                    return output.pos
                }
                guard out.count + produced <= limit else { throw SyncError.malformed("zstd: over \(limit) bytes") }
                out.append(contentsOf: chunk[0..<produced])
                if produced == 0 && input.pos == input.size && pending != 0 {
                    throw SyncError.malformed("zstd: truncated")
                }
            }
            guard input.pos == input.size else { throw SyncError.malformed("zstd: bytes behind the frame") }
        }
        return out
    }
}
