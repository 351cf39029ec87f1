import CZip

/// The parts of a workbook, unpacked one by one within a bound on all of them: what the archive says of its own sizes
/// is not trusted.
struct ZipArchive: ~Copyable {
    private let archive: OpaquePointer
    private let bytes: UnsafeMutableRawPointer
    private var left = SheetLimits.unpackedBytesMax

    init(_ contents: [UInt8]) throws(SheetError) {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: contents.count, alignment: 1)
        contents.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress!, byteCount: contents.count) }
        var error = zip_error_t()
        guard let source = zip_source_buffer_create(copy, zip_uint64_t(contents.count), 0, &error) else {
            copy.deallocate()
            throw .damagedWorkbook
        }
        guard let opened = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            copy.deallocate()
            throw .damagedWorkbook
        }
        guard zip_get_num_entries(opened, 0) <= SheetLimits.partsMax else {
            zip_discard(opened)
            copy.deallocate()
            throw .unpacksTooLarge
        }
        archive = opened
        bytes = copy
    }

    deinit {
        zip_discard(archive)
        bytes.deallocate()
    }

    /// - Returns: nil where there is no such part.
    mutating func part(_ name: String) throws(SheetError) -> [UInt8]? {
        guard let file = zip_fopen(archive, name, 0) else {
            return zip_name_locate(archive, name, 0) < 0 ? nil : try damaged()
        }
        defer { zip_fclose(file) }
        var contents: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = zip_fread(file, &piece, zip_uint64_t(piece.count))
            guard count >= 0 else { throw .damagedWorkbook }
            if count == 0 { return contents }
            left -= Int(count)
            guard left >= 0 else { throw .unpacksTooLarge }
            contents += piece[..<Int(count)]
        }
    }

    private func damaged() throws(SheetError) -> [UInt8]? { throw .damagedWorkbook }
}
