import Foundation
import FoundationXML

/// Walks a part of a workbook. Nothing outside it is looked at, and a document type, which no workbook has, is refused
/// before it is read: entities can make a kilobyte into gigabytes.
enum XMLWalk {
    static func over(_ part: [UInt8], _ reader: some XMLReader) throws(SheetError) {
        let isSafe = !part.contains(0) && part.firstRange(of: Array("<!DOCTYPE".utf8)) == nil
        guard isSafe else { throw .damagedWorkbook }
        let parser = XMLParser(data: Data(part))
        parser.shouldResolveExternalEntities = false
        let walker = Walker(reader)
        parser.delegate = walker
        let isWhole = parser.parse()
        if let error = walker.error { throw error }
        // Some breaks leave the parser's own answer as it was.
        guard isWhole, !walker.isBroken else { throw .damagedWorkbook }
    }

    /// Calls the reader with local names: some writers put a prefix before each.
    private final class Walker: NSObject, XMLParserDelegate {
        private let reader: any XMLReader
        private var text = ""
        private(set) var error: SheetError?
        private(set) var isBroken = false

        init(_ reader: any XMLReader) { self.reader = reader }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            text = ""
            do throws(SheetError) {
                try reader.start(local(name), attributes)
            } catch {
                self.error = error
                parser.abortParsing()
            }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            reader.end(local(name), text)
            text = ""
        }

        func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) { isBroken = true }

        private func local(_ name: String) -> String {
            name.firstIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
        }
    }
}

protocol XMLReader: AnyObject {
    func start(_ name: String, _ attributes: [String: String]) throws(SheetError)
    /// - Parameter text: what stands in the element after its last child.
    func end(_ name: String, _ text: String)
}
