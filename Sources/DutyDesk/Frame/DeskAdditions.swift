/// What a program shows beside the desk's own pages, in the same frame: where they are reached, and how they look.
package struct DeskAdditions: Sendable {
    let places: [Place]
    let styles: [[UInt8]]
    let scripts: [[UInt8]]

    /// - Parameters:
    ///   - places: a row of its own in every page's head, for whoever is signed in.
    ///   - styles: style sheets as UTF-8, put behind the desk's own.
    ///   - scripts: scripts as UTF-8, put behind the desk's own.
    package init(places: [Place], styles: [[UInt8]], scripts: [[UInt8]]) {
        self.places = places
        self.styles = styles
        self.scripts = scripts
    }

    package static var none: DeskAdditions { DeskAdditions(places: [], styles: [], scripts: []) }
}
